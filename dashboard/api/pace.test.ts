import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../../tests/harness/dashboard.ts';
import { DEMO_PASSWORD } from '../accounts/seed-demo-accounts.ts';
import { sessionOperations } from './operations/session.ts';

const TRIES = 3;
const TRIES_AT_ONE = 2;
let api: TestApi;

beforeAll(async () => {
  api = await testApi(sessionOperations, (book) => {
    book.login.triesPerAddress = TRIES;
    book.login.triesPerAccount = TRIES_AT_ONE;
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

describe('the budget of wrong tries of an office that shares one address', () => {
  const signIn = async (from: string, login: string, password: string): Promise<number> =>
    (await api.act('post', '/session').set('X-Forwarded-For', from).send({ login, password })).status;

  it('one program with an old password is stopped, and a colleague signs in all the same', async () => {
    const office = '203.0.113.7';
    const tries: number[] = [];
    for (const login of ['ducha', 'DUCHA', ' ducha', 'ducha', 'ducha', 'ducha'])
      tries.push(await signIn(office, login, '旧密码'));
    expect(tries).toEqual([401, 401, 429, 429, 429, 429]);
    expect(await signIn(office, 'lingdao', DEMO_PASSWORD)).toBe(200);
    expect(await signIn('203.0.113.8', 'ducha', DEMO_PASSWORD)).toBe(200);
  });

  it('whoever tries many accounts one by one is stopped by his address', async () => {
    const tries: number[] = [];
    for (const n of [1, 2, 3, 4, 5]) tries.push(await signIn('203.0.113.9', `guess${n}`, '猜的密码'));
    expect(tries).toEqual([401, 401, 401, 429, 429]);
  });

  it('a right sign-in counts as no try, at the account neither', async () => {
    const tries: number[] = [];
    for (let n = 0; n < 5; n++) tries.push(await signIn('203.0.113.10', 'lingdao', DEMO_PASSWORD));
    expect(tries).toEqual([200, 200, 200, 200, 200]);
  });
});
