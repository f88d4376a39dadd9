import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Role } from '../../platform/runtime/kernel.ts';
import { testApi, type TestApi } from '../../tests/harness/dashboard.ts';
import { createAccount, resetPassword, updateAccount } from '../accounts/manage-accounts.ts';
import { DEMO_PASSWORD } from '../accounts/seed-demo-accounts.ts';
import { API_BASE } from './openapi.ts';
import { operation, type Operation } from './operation.ts';
import { sessionOperations } from './operations/session.ts';

let api: TestApi;
let done = 0;
const ORIGIN = 'http://127.0.0.1';

beforeAll(async () => {
  api = await testApi(
    (rooms) => [...sessionOperations(rooms), ...actsOfThisTest()],
    (book) => {
      book.login.triesPerAddress = 60;
    },
  );
});
afterAll(() => api.close());

/** A business act that counts how often it really ran, and one that lies about its answer. */
function actsOfThisTest(): Operation[] {
  const body = z.strictObject({ amount: z.number().int().positive() });
  return [
    operation({
      id: 'test.count',
      method: 'post',
      path: '/test/count',
      summary: '计数',
      tag: '测试',
      roles: ['leader'],
      body,
      response: z.object({ done: z.number() }),
      status: 201,
      idempotent: true,
      handle({ body: { amount } }) {
        if (amount > 100) throw new AppError('precondition_failed', '太多');
        done += amount;
        return Promise.resolve({ done });
      },
    }),
    operation({
      id: 'test.more',
      method: 'get',
      path: '/test/more',
      summary: '多余字段',
      tag: '测试',
      roles: ['leader'],
      response: z.object({ shown: z.string() }),
      handle: () => Promise.resolve({ shown: 'yes', secret: 'no' }),
    }),
  ];
}

describe('session over HTTP', () => {
  it('hands out a cookie scripts cannot read and other sites cannot send', async () => {
    const answer = await api.act('post', '/session').send({ login: 'lingdao', password: DEMO_PASSWORD });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^huiying_session=[\w-]{43};/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).not.toContain('Secure');
    expect(answer.body).toMatchObject({ name: '领导一', roles: ['leader'], seesEverything: true });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('binds the cookie to https when the page came by https', async () => {
    const answer = await api
      .act('post', '/session')
      .set('Host', 'huiying.example')
      .set('Origin', 'https://huiying.example')
      .send({ login: 'lingdao', password: DEMO_PASSWORD });
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-huiying_session=.*; Secure/);
  });

  it('ends with sign-out', async () => {
    const cookie = await api.cookieOf('lingdao');
    expect((await api.read('/session', cookie)).status).toBe(200);
    expect((await api.act('delete', '/session').set('Cookie', cookie)).status).toBe(204);
    const after = await api.read('/test/more', cookie);
    expect(after.status).toBe(401);
    expect(after.body).toMatchObject({ code: 'not_signed_in' });
  });

  it.each([
    ['a first visit', ''],
    ['a made-up cookie', `huiying_session=${'A'.repeat(43)}`],
  ])('answers %s that nobody is signed in, and shows it nothing', async (_who, cookie) => {
    const answer = await api.read('/session', cookie);
    expect([answer.status, answer.body]).toEqual([200, null]);
    expect((await api.read('/test/more', cookie)).status).toBe(401);
  });

  it('lets a newcomer only change the password first', async () => {
    const boss = { id: 'system', name: '安全管理员', unitId: null, roles: ['security_admin'] as Role[] };
    const input = { login: 'xinren', name: '新人', unitId: 'gov_office', roles: ['leader'] as Role[] };
    const { password } = await createAccount(api.accounts, input, boss);
    const cookie = await api.cookieOf('xinren', password);
    const refused = await api.read('/test/more', cookie);
    expect(refused.status).toBe(403);
    expect(refused.body.details.reason).toBe('password_change_required');
    const weak = await api
      .act('post', '/session/password')
      .set('Cookie', cookie)
      .send({ current: password, next: 'short' });
    expect(weak.status).toBe(400);
    const changed = await api
      .act('post', '/session/password')
      .set('Cookie', cookie)
      .send({ current: password, next: 'Brand-New-7' });
    expect(changed.status).toBe(204);
    expect((await api.read('/test/more', cookie)).status).toBe(200);
  });

  it('does not count refetches of the screen as activity', async () => {
    const cookie = await api.cookieOf('shenji');
    for (const _ of [1, 2, 3]) {
      await api.test.time.advance(4 * 60_000);
      await api.read('/session', cookie).set('X-Huiying-Background', '1');
    }
    expect((await api.read('/session', cookie)).body).toBeNull();
  });
});

describe('accounts of the demonstration, whose passwords stand in the manual', () => {
  const demoAdmin = { id: 'demo-admin', name: '演示管理员', unitId: null, origin: 'demo' as const };
  const boss = { ...demoAdmin, roles: ['security_admin'] as Role[] };
  const input = { login: 'yanshi9', name: '演示新人', unitId: 'gov_office', roles: ['leader'] as Role[] };

  it('make accounts of the demonstration only', async () => {
    expect((await createAccount(api.accounts, input, boss)).user.origin).toBe('demo');
  });

  it('change no real one, neither its password nor its rights', async () => {
    const { origin: _, ...real } = boss;
    const { user } = await createAccount(api.accounts, { ...input, login: 'zhenren9' }, real);
    const refused = { code: 'forbidden', message: '演示账号只能管理演示账号' };
    await expect(resetPassword(api.accounts, user.id, boss)).rejects.toMatchObject(refused);
    const change = { revision: user.revision, disabled: true };
    await expect(updateAccount(api.accounts, user.id, change, boss)).rejects.toMatchObject(refused);
    expect(await updateAccount(api.accounts, user.id, change, real)).toMatchObject({ disabled: true });
  });
});

describe('text that is not UTF-8', () => {
  it('is refused and said so, not kept as broken letters', async () => {
    const cookie = await api.cookieOf('lingdao');
    const gbk = Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xb1, 0xb8, 0xd7, 0xa2]), Buffer.from('"}')]);
    const answer = await api
      .act('post', '/test/count')
      .set('Cookie', cookie)
      .set('Content-Type', 'application/json')
      .serialize((body: unknown) => body as string)
      .send(gbk as unknown as object);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'invalid_input', detail: expect.stringContaining('GBK') });
  });
});

describe('acts from elsewhere', () => {
  const post = (cookie: string) => request(api.http.app).post(`${API_BASE}/test/count`).set('Cookie', cookie);
  it.each<[string, Record<string, string>]>([
    ['no Origin', { 'X-Huiying-Client': 'x' }],
    ['null Origin', { Origin: 'null', 'X-Huiying-Client': 'x' }],
    ['a foreign Origin', { Origin: 'http://evil.example', 'X-Huiying-Client': 'x' }],
    ['a look-alike Origin', { Origin: 'http://127.0.0.1.evil.example', 'X-Huiying-Client': 'x' }],
    ['another port', { Origin: 'http://127.0.0.1:8080', 'X-Huiying-Client': 'x' }],
    ['no header of ours', { Origin: ORIGIN }],
    ['a cross-site fetch', { Origin: ORIGIN, 'X-Huiying-Client': 'x', 'Sec-Fetch-Site': 'cross-site' }],
  ])('with %s are refused', async (_name, headers) => {
    const cookie = await api.cookieOf('lingdao');
    const before = done;
    const answer = await post(cookie).set('Host', '127.0.0.1').set(headers).send({ amount: 1 });
    expect(answer.status).toBe(403);
    expect(done).toBe(before);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'])(
    'as %s are refused',
    async (type) => {
      const cookie = await api.cookieOf('lingdao');
      const answer = await api.act('post', '/test/count').set('Cookie', cookie).type(type).send('{"amount":1}');
      expect(answer.status).toBe(400);
    },
  );

  it('guard the sign-in itself too', async () => {
    const login = { login: 'lingdao', password: DEMO_PASSWORD };
    expect((await request(api.http.app).post(`${API_BASE}/session`).send(login)).status).toBe(403);
  });
});

describe('an act sent twice', () => {
  const count = (cookie: string, key: string, amount: number) =>
    api.act('post', '/test/count').set('Cookie', cookie).set('Idempotency-Key', key).send({ amount });

  it('runs once and answers the same', async () => {
    const cookie = await api.cookieOf('lingdao');
    const before = done;
    const first = await count(cookie, 'key-number-1', 3);
    const second = await count(cookie, 'key-number-1', 3);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(done).toBe(before + 3);
  });

  it('runs once also when both arrive together', async () => {
    const cookie = await api.cookieOf('lingdao');
    const before = done;
    const answers = await Promise.all(Array.from({ length: 6 }, () => count(cookie, 'key-number-2', 5)));
    expect(done).toBe(before + 5);
    for (const { status } of answers) expect([201, 409]).toContain(status);
  });

  it('may be tried again after a refusal, and a key is good for one content only', async () => {
    const cookie = await api.cookieOf('lingdao');
    expect((await count(cookie, 'key-number-3', 101)).status).toBe(412);
    expect((await count(cookie, 'key-number-3', 7)).status).toBe(201);
    expect((await count(cookie, 'key-number-3', 8)).status).toBe(400);
  });

  it('belongs to one person', async () => {
    const [one, other] = [await api.cookieOf('lingdao'), await api.cookieOf('xinren', 'Brand-New-7')];
    const before = done;
    await count(one, 'key-number-4', 1);
    await count(other, 'key-number-4', 1);
    expect(done).toBe(before + 2);
  });
});

describe('boundary', () => {
  it('names the wrong field in Chinese', async () => {
    const cookie = await api.cookieOf('lingdao');
    const answer = await api.act('post', '/test/count').set('Cookie', cookie).send({ amount: 'x', extra: 1 });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.details.errors[0]).toMatchObject({ path: 'amount', message: '请填写数字' });
  });

  it('lets out only what the schema names', async () => {
    const cookie = await api.cookieOf('lingdao');
    expect((await api.read('/test/more', cookie)).body).toEqual({ shown: 'yes' });
  });

  it('refuses what no text of the database can hold, also from strangers and far inside', async () => {
    for (const login of ['a\0b', 'a\ud800b'])
      expect((await api.act('post', '/session').send({ login, password: 'x' })).status).toBe(400);
    const far = await api.act('post', '/session').send({ login: 'a', password: 'x', more: [{ deep: ['\0'] }] });
    expect(far.body.detail).toContain('无法保存的字符');
  });

  it('survives prototype keys and broken JSON', async () => {
    const cookie = await api.cookieOf('lingdao');
    const send = (text: string) => api.act('post', '/test/count').set('Cookie', cookie).type('json').send(text);
    expect((await send('{"__proto__":{"polluted":1},"amount":1}')).status).toBe(400);
    expect((await send('{"amount":')).status).toBe(400);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('pace', () => {
  it('slows one address down', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 70 && !statuses.includes(429); i += 1) {
      statuses.push((await api.act('post', '/setup').send({})).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });
});
