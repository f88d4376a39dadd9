import { Registry } from 'prom-client';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { accessSchema } from '../../config/schema/access.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { createHttp, type Http } from '../../platform/runtime/http.ts';
import type { Role } from '../../platform/runtime/kernel.ts';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import type { AccountsContext } from '../accounts/accounts-context.ts';
import { createAccount } from '../accounts/manage-accounts.ts';
import { DEMO_PASSWORD, seedDemoAccounts } from '../accounts/seed-demo-accounts.ts';
import { createSetupLink } from '../accounts/setup-link.ts';
import type { DashboardTables } from '../tables.ts';
import { mountOperations } from './mount.ts';
import { API_BASE } from './openapi.ts';
import { operation, type Operation } from './operation.ts';
import { accountOperations } from './operations/accounts.ts';
import { adminOperations } from './operations/admin.ts';
import { auditOperations } from './operations/audit.ts';
import { directoryOperations } from './operations/directory.ts';
import { sessionOperations } from './operations/session.ts';
import { Units } from './units.ts';

let test: TestKernel<DashboardTables>;
let accounts: AccountsContext;
let http: Http;
let done = 0;
const ORIGIN = 'http://127.0.0.1';

beforeAll(async () => {
  test = await testKernel<DashboardTables>();
  const { db, transact, time, keys, log } = test.kernel;
  const configFolder = shippedConfigFolder();
  const access = loadRulebook(configFolder, 'access', accessSchema);
  access.login.triesPerAddress = 60;
  accounts = { db, transact, time, keys, access, jurisdiction: '990100' };
  const units = new Units(loadRulebook(configFolder, 'departments', departmentsSchema));
  const rooms = { accounts, units, configFolder, settings: [], operations: () => operations };
  const operations: Operation[] = [
    ...sessionOperations(rooms),
    ...accountOperations(rooms),
    ...adminOperations(rooms),
    ...auditOperations(rooms),
    ...directoryOperations(rooms),
    ...actsOfThisTest(),
  ];
  const ready = () => Promise.resolve({ ready: true, parts: {} });
  http = createHttp({ host: '127.0.0.1', port: 0, log, metrics: new Registry(), ready });
  http.mount(API_BASE, mountOperations(operations, { accounts, log, publicOrigins: [] }));
  await seedDemoAccounts(accounts);
});
afterAll(async () => {
  await http.close();
  await test.close();
});

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

type Verb = 'post' | 'patch' | 'delete';
const act = (verb: Verb, path: string) =>
  request(http.app)
    [verb](`${API_BASE}${path}`)
    .set('Host', '127.0.0.1')
    .set('Origin', ORIGIN)
    .set('X-Huiying-Client', 'test');
async function cookieOf(login: string, password = DEMO_PASSWORD): Promise<string> {
  const answer = await act('post', '/session').send({ login, password });
  expect(answer.status).toBe(200);
  return String(answer.headers['set-cookie']).split(';')[0]!;
}
const read = (path: string, cookie: string) => request(http.app).get(`${API_BASE}${path}`).set('Cookie', cookie);

describe('session over HTTP', () => {
  it('hands out a cookie scripts cannot read and other sites cannot send', async () => {
    const answer = await act('post', '/session').send({ login: 'lingdao', password: DEMO_PASSWORD });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^huiying_session=[\w-]{43};/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).not.toContain('Secure');
    expect(answer.body).toMatchObject({ name: '领导一', roles: ['leader'], seesEverything: true });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('binds the cookie to https when the page came by https', async () => {
    const answer = await act('post', '/session')
      .set('Host', 'huiying.example')
      .set('Origin', 'https://huiying.example')
      .send({ login: 'lingdao', password: DEMO_PASSWORD });
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-huiying_session=.*; Secure/);
  });

  it('ends with sign-out', async () => {
    const cookie = await cookieOf('lingdao');
    expect((await read('/session', cookie)).status).toBe(200);
    expect((await act('delete', '/session').set('Cookie', cookie)).status).toBe(204);
    const after = await read('/session', cookie);
    expect(after.status).toBe(401);
    expect(after.body).toMatchObject({ code: 'not_signed_in' });
  });

  it('refuses a made-up cookie', async () => {
    expect((await read('/session', `huiying_session=${'A'.repeat(43)}`)).status).toBe(401);
  });

  it('lets a newcomer only change the password first', async () => {
    const boss = { id: 'system', name: '安全管理员', unitId: null, roles: ['security_admin'] as Role[] };
    const input = { login: 'xinren', name: '新人', unitId: 'housing', roles: ['leader'] as Role[] };
    const { password } = await createAccount(accounts, input, boss);
    const cookie = await cookieOf('xinren', password);
    const refused = await read('/test/more', cookie);
    expect(refused.status).toBe(403);
    expect(refused.body.details.reason).toBe('password_change_required');
    const weak = await act('post', '/session/password')
      .set('Cookie', cookie)
      .send({ current: password, next: 'short' });
    expect(weak.status).toBe(400);
    const changed = await act('post', '/session/password')
      .set('Cookie', cookie)
      .send({ current: password, next: 'Brand-New-7' });
    expect(changed.status).toBe(204);
    expect((await read('/test/more', cookie)).status).toBe(200);
  });

  it('does not count refetches of the screen as activity', async () => {
    const cookie = await cookieOf('shenji');
    for (const _ of [1, 2, 3]) {
      await test.time.advance(4 * 60_000);
      await read('/session', cookie).set('X-Huiying-Background', '1');
    }
    expect((await read('/session', cookie)).status).toBe(401);
  });
});

describe('acts from elsewhere', () => {
  const post = (cookie: string) => request(http.app).post(`${API_BASE}/test/count`).set('Cookie', cookie);
  it.each<[string, Record<string, string>]>([
    ['no Origin', { 'X-Huiying-Client': 'x' }],
    ['null Origin', { Origin: 'null', 'X-Huiying-Client': 'x' }],
    ['a foreign Origin', { Origin: 'http://evil.example', 'X-Huiying-Client': 'x' }],
    ['a look-alike Origin', { Origin: 'http://127.0.0.1.evil.example', 'X-Huiying-Client': 'x' }],
    ['another port', { Origin: 'http://127.0.0.1:8080', 'X-Huiying-Client': 'x' }],
    ['no header of ours', { Origin: ORIGIN }],
    ['a cross-site fetch', { Origin: ORIGIN, 'X-Huiying-Client': 'x', 'Sec-Fetch-Site': 'cross-site' }],
  ])('with %s are refused', async (_name, headers) => {
    const cookie = await cookieOf('lingdao');
    const before = done;
    const answer = await post(cookie).set('Host', '127.0.0.1').set(headers).send({ amount: 1 });
    expect(answer.status).toBe(403);
    expect(done).toBe(before);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'])(
    'as %s are refused',
    async (type) => {
      const cookie = await cookieOf('lingdao');
      const answer = await act('post', '/test/count').set('Cookie', cookie).type(type).send('{"amount":1}');
      expect(answer.status).toBe(400);
    },
  );

  it('guard the sign-in itself too', async () => {
    const login = { login: 'lingdao', password: DEMO_PASSWORD };
    expect((await request(http.app).post(`${API_BASE}/session`).send(login)).status).toBe(403);
  });
});

describe('an act sent twice', () => {
  const count = (cookie: string, key: string, amount: number) =>
    act('post', '/test/count').set('Cookie', cookie).set('Idempotency-Key', key).send({ amount });

  it('runs once and answers the same', async () => {
    const cookie = await cookieOf('lingdao');
    const before = done;
    const first = await count(cookie, 'key-number-1', 3);
    const second = await count(cookie, 'key-number-1', 3);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(done).toBe(before + 3);
  });

  it('runs once also when both arrive together', async () => {
    const cookie = await cookieOf('lingdao');
    const before = done;
    const answers = await Promise.all(Array.from({ length: 6 }, () => count(cookie, 'key-number-2', 5)));
    expect(done).toBe(before + 5);
    for (const { status } of answers) expect([201, 409]).toContain(status);
  });

  it('may be tried again after a refusal, and a key is good for one content only', async () => {
    const cookie = await cookieOf('lingdao');
    expect((await count(cookie, 'key-number-3', 101)).status).toBe(412);
    expect((await count(cookie, 'key-number-3', 7)).status).toBe(201);
    expect((await count(cookie, 'key-number-3', 8)).status).toBe(400);
  });

  it('belongs to one person', async () => {
    const [one, other] = [await cookieOf('lingdao'), await cookieOf('xinren', 'Brand-New-7')];
    const before = done;
    await count(one, 'key-number-4', 1);
    await count(other, 'key-number-4', 1);
    expect(done).toBe(before + 2);
  });
});

describe('boundary', () => {
  it('names the wrong field in Chinese', async () => {
    const cookie = await cookieOf('lingdao');
    const answer = await act('post', '/test/count').set('Cookie', cookie).send({ amount: 'x', extra: 1 });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.details.errors[0]).toMatchObject({ path: 'amount', message: expect.stringContaining('期望') });
  });

  it('lets out only what the schema names', async () => {
    const cookie = await cookieOf('lingdao');
    expect((await read('/test/more', cookie)).body).toEqual({ shown: 'yes' });
  });

  it('survives prototype keys and broken JSON', async () => {
    const cookie = await cookieOf('lingdao');
    const send = (text: string) => act('post', '/test/count').set('Cookie', cookie).type('json').send(text);
    expect((await send('{"__proto__":{"polluted":1},"amount":1}')).status).toBe(400);
    expect((await send('{"amount":')).status).toBe(400);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('administration', () => {
  it('keeps accounts with the security administrator alone', async () => {
    const cookie = await cookieOf('anquan');
    const body = { login: 'gongan', name: '公安经办', unitId: 'police', roles: ['handler'] };
    const made = await act('post', '/accounts').set('Cookie', cookie).send(body);
    expect(made.status).toBe(201);
    expect(made.body.account).toMatchObject({ unit: { id: 'police', name: '市公安局' }, mustChangePassword: true });
    expect(JSON.stringify(made.body)).not.toContain('scrypt');
    const again = await act('post', '/accounts').set('Cookie', cookie).send(body);
    expect(again.status).toBe(409);
    const listed = await read('/accounts?limit=5', cookie);
    expect(listed.body.items).toHaveLength(5);
    const next = await read(`/accounts?limit=5&cursor=${listed.body.nextCursor}`, cookie);
    expect(next.body.items[0].id > listed.body.items[4].id).toBe(true);
    expect((await read('/accounts', await cookieOf('xitong'))).status).toBe(403);
    expect((await read('/accounts?cursor=nonsense', cookie)).status).toBe(400);
  });

  it('shows who was refused to the audit administrator, page by page, without a gap', async () => {
    await read('/audit', await cookieOf('xitong'));
    const cookie = await cookieOf('shenji');
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const answer = await read(`/audit?limit=7&cursor=${cursor}`, cookie);
      seen.push(...answer.body.items.map((row: { id: string }) => row.id));
      cursor = answer.body.nextCursor as string | null;
    }
    const { rows } = await accounts.db
      .selectFrom('audit_entries')
      .select('id')
      .execute()
      .then((all) => ({ rows: all }));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(rows.length);
    const refused = await read('/audit?action=access.refused&failed=true', cookie);
    expect(refused.body.items[0]).toMatchObject({ subject: { kind: 'operation', id: 'audit.list' }, success: false });
  });

  it('verifies the chain', async () => {
    const answer = await act('post', '/audit/verify').set('Cookie', await cookieOf('shenji'));
    expect(answer.body).toMatchObject({ ok: true, brokenAt: null });
  });

  it('opens rulebooks by name and nothing else', async () => {
    const cookie = await cookieOf('xitong');
    expect((await read('/rulebooks/access', cookie)).body.text).toContain('minLength');
    expect((await read('/rulebooks/..%2F..%2Fpackage', cookie)).status).toBe(404);
  });

  it('creates the three administrators from the one-time link', async () => {
    const token = await createSetupLink(accounts);
    expect((await request(http.app).get(`${API_BASE}/setup`)).body.open).toBe(true);
    const admin = (login: string) => ({ login, name: login, password: 'Right-One-1' });
    const body = { token, systemAdmin: admin('s1'), securityAdmin: admin('s2'), auditAdmin: admin('s3') };
    expect((await act('post', '/setup').send(body)).status).toBe(204);
    expect((await act('post', '/setup').send(body)).status).toBe(403);
    expect((await read('/session', await cookieOf('s2', 'Right-One-1'))).body.roles).toEqual(['security_admin']);
  });
});

describe('pace', () => {
  it('slows one address down', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 70 && !statuses.includes(429); i += 1) {
      statuses.push((await act('post', '/setup').send({})).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });
});
