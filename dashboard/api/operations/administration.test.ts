import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../../../tests/harness/dashboard.ts';
import { createSetupLink } from '../../accounts/setup-link.ts';
import { API_BASE } from '../openapi.ts';
import { accountOperations } from './accounts.ts';
import { adminOperations } from './admin.ts';
import { auditOperations } from './audit.ts';
import { sessionOperations } from './session.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi((rooms) => [
    ...sessionOperations(rooms),
    ...accountOperations(rooms),
    ...adminOperations(rooms),
    ...auditOperations(rooms),
  ]);
});
afterAll(() => api.close());

describe('administration', () => {
  it('keeps accounts with the security administrator alone', async () => {
    const cookie = await api.cookieOf('anquan');
    const body = { login: 'gongan', name: '公安经办', unitId: 'police', roles: ['handler'] };
    const made = await api.act('post', '/accounts').set('Cookie', cookie).send(body);
    expect(made.status).toBe(201);
    expect(made.body.account).toMatchObject({ unit: { id: 'police', name: '市公安局' }, mustChangePassword: true });
    expect(JSON.stringify(made.body)).not.toContain('scrypt');
    const again = await api.act('post', '/accounts').set('Cookie', cookie).send(body);
    expect(again.status).toBe(409);
    const listed = await api.read('/accounts?limit=5', cookie);
    expect(listed.body.items).toHaveLength(5);
    const next = await api.read(`/accounts?limit=5&cursor=${listed.body.nextCursor}`, cookie);
    expect(next.body.items[0].id > listed.body.items[4].id).toBe(true);
    expect((await api.read('/accounts', await api.cookieOf('xitong'))).status).toBe(403);
    expect((await api.read('/accounts?cursor=nonsense', cookie)).status).toBe(400);
  });

  it('makes no account that would see nothing, and takes no unit from one that needs it', async () => {
    const cookie = await api.cookieOf('anquan');
    const act = (method: 'post' | 'patch', path: string, body: object) =>
      api.act(method, path).set('Cookie', cookie).send(body);
    const body = { login: 'zhiban', name: '值班员', unitId: null as string | null, roles: ['duty_officer'] };
    const refused = await act('post', '/accounts', body);
    expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining('必须归属一个单位')]);
    const made = await act('post', '/accounts', { ...body, unitId: 'gov_office' });
    const { id, revision } = made.body.account as { id: string; revision: number };
    const change = await act('patch', `/accounts/${id}`, { revision, unitId: null });
    expect([change.status, change.body.detail]).toEqual([400, expect.stringContaining('必须归属一个单位')]);
    const moved = await act('patch', `/accounts/${id}`, { revision, unitId: 'city_gov' });
    expect([moved.status, moved.body.detail]).toEqual([400, expect.stringContaining('没有可办的工作')]);
  });

  it('tells whoever is late with a change who made the other one, and when', async () => {
    const cookie = await api.cookieOf('anquan');
    const act = (method: 'post' | 'patch', path: string, body: object) =>
      api.act(method, path).set('Cookie', cookie).send(body);
    const made = await act('post', '/accounts', {
      ...{ login: 'liangren', name: '两人同改', unitId: 'gov_office', roles: ['handler'] },
    });
    const { id, revision } = made.body.account as { id: string; revision: number };
    const both = await Promise.all(['甲', '乙'].map((name) => act('patch', `/accounts/${id}`, { revision, name })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = both.find(({ status }) => status === 409)!.body as { detail: string; details: { current: object } };
    expect(late.detail).toMatch(/^\S+ 已于 .* 修改该账号，请刷新后重试$/);
    expect(late.details.current).toMatchObject({ revision: revision + 1, by: expect.any(String) as string });
  });

  it('shows who was refused to the audit administrator, page by page, without a gap', async () => {
    await api.read('/audit', await api.cookieOf('xitong'));
    const cookie = await api.cookieOf('shenji');
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const answer = await api.read(`/audit?limit=7&cursor=${cursor}`, cookie);
      seen.push(...answer.body.items.map((row: { id: string }) => row.id));
      cursor = answer.body.nextCursor as string | null;
    }
    const rows = await api.accounts.db.selectFrom('audit_entries').select('id').execute();
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(rows.length);
    const refused = await api.read('/audit?action=access.refused&failed=true', cookie);
    const subject = { kind: 'operation', id: 'audit.list' };
    expect(refused.body.items).toContainEqual(expect.objectContaining({ subject, success: false }));
    expect(refused.body.items.every((row: { success: boolean }) => !row.success)).toBe(true);
  });

  it('verifies the chain', async () => {
    const answer = await api.act('post', '/audit/verify').set('Cookie', await api.cookieOf('shenji'));
    expect(answer.body).toMatchObject({ ok: true, brokenAt: null });
  });

  it('opens rulebooks by name and nothing else', async () => {
    const cookie = await api.cookieOf('xitong');
    expect((await api.read('/rulebooks/access', cookie)).body.text).toContain('minLength');
    expect((await api.read('/rulebooks/..%2F..%2Fpackage', cookie)).status).toBe(404);
  });

  it('creates the three administrators from the one-time link', async () => {
    const token = await createSetupLink(api.accounts);
    expect((await request(api.http.app).get(`${API_BASE}/setup`)).body.open).toBe(true);
    const password = 'Right-One-1';
    const admin = (login: string) => ({ login, name: login, password, passwordAgain: password });
    const body = { token, systemAdmin: admin('s1'), securityAdmin: admin('s2'), auditAdmin: admin('s3') };
    const slip = { ...body, auditAdmin: { ...admin('s3'), passwordAgain: 'Right-One-2' } };
    const told = await api.act('post', '/setup').send(slip);
    expect([told.status, told.body.detail]).toEqual([400, 's3：两次输入的密码不一致']);
    const { passwordAgain: _, ...once } = admin('s3');
    expect((await api.act('post', '/setup').send({ ...body, auditAdmin: once })).status).toBe(400);
    expect((await api.act('post', '/setup').send(body)).status).toBe(204);
    expect((await api.act('post', '/setup').send(body)).status).toBe(403);
    expect((await api.read('/session', await api.cookieOf('s2', 'Right-One-1'))).body.roles).toEqual([
      'security_admin',
    ]);
  });
});
