import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../../tests/harness/dashboard.ts';
import { sessionOperations } from './operations/session.ts';

const TRIES = 3;
let api: TestApi;

beforeAll(async () => {
  api = await testApi(sessionOperations, (book) => {
    book.login.triesPerAddress = TRIES;
  });
  api.http.app.set('trust proxy', ['127.0.0.0/8']);
});
afterAll(() => api.close());

/** Wrong tries, each as the proxy passes it on; those that were refused for their number. */
async function refused(forwarded: string[]): Promise<number> {
  const statuses: number[] = [];
  for (const from of forwarded)
    statuses.push((await api.act('post', '/setup').set('X-Forwarded-For', from).send({})).status);
  return statuses.filter((status) => status === 429).length;
}

describe('the budget of wrong tries behind a proxy', () => {
  it.each<[string, string[], number]>([
    ['one address has one budget', Array.from({ length: 5 }, () => '198.51.100.1'), 2],
    ['every address has its own', [1, 2, 3, 4, 5].map((n) => `198.51.100.${10 + n}`), 0],
    [
      'what a client writes before its own address buys nothing',
      [1, 2, 3, 4, 5].map((n) => `10.9.8.${n}, 198.51.100.2`),
      2,
    ],
    ['neither do many addresses of one IPv6 network', [1, 2, 3, 4, 5].map((n) => `2001:db8::${n}`), 2],
    ['invented words share the budget of the proxy', ['unknown', '_a', '_b', 'c', '999.1.1.1'], 2],
  ])('%s', async (_name, forwarded, expected) => {
    expect(await refused(forwarded)).toBe(expected);
  });
});
