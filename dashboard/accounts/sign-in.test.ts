import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { accessSchema } from '../../config/schema/access.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import type { Role } from '../../platform/runtime/kernel.ts';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import { Units } from '../api/units.ts';
import type { DashboardTables } from '../tables.ts';
import { actorOf, type AccountsContext, type User } from './accounts-context.ts';
import { changePassword } from './change-password.ts';
import { createAccount, resetPassword, updateAccount } from './manage-accounts.ts';
import { seedDemoAccounts } from './seed-demo-accounts.ts';
import { readSession, sessionHash, touchSession, type Viewer } from './sessions.ts';
import { createSetupLink, openSetupUntil, useSetupLink } from './setup-link.ts';
import { signIn } from './sign-in.ts';

const MINUTE = 60_000;
const BOSS = {
  id: '00000000-0000-7000-8000-000000000000',
  name: '安全管理员',
  unitId: null,
  roles: ['security_admin'] as Role[],
};
let test: TestKernel<DashboardTables>;
let context: AccountsContext;
let number = 0;
const units = new Units(loadRulebook(shippedConfigFolder(), 'departments', departmentsSchema));

beforeAll(async () => {
  test = await testKernel<DashboardTables>();
  const { db, transact, time, keys } = test.kernel;
  const access = loadRulebook(shippedConfigFolder(), 'access', accessSchema);
  context = { db, transact, time, keys, access, jurisdiction: '990100', kindOf: (id) => units.kindOf(id) };
});
afterAll(() => test.close());

/** A person who has already changed the one-time password. */
async function person(roles: Role[] = ['handler'], password = 'Right-One-1'): Promise<User> {
  number += 1;
  const input = {
    login: `person${number}`,
    name: '经办',
    unitId: roles[0]!.endsWith('_admin') ? null : 'housing',
    roles,
  };
  const { user, password: once } = await createAccount(context, input, BOSS);
  await changePassword(context, await enter(user.login, once), { current: once, next: password });
  return reload(user.id);
}
const reload = (id: string): Promise<User> =>
  context.db.selectFrom('dashboard_users').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
async function enter(login: string, password: string): Promise<Viewer> {
  const { token } = await signIn(context, { login, password });
  const viewer = await readSession(context, sessionHash(context, token));
  if (!viewer) throw new Error('no session');
  return viewer;
}
const refusal = async (login: string, password: string): Promise<string> => {
  const error: unknown = await signIn(context, { login, password }).then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error.message : '';
};

describe('sign-in S-2', () => {
  it('locks after five failures for fifteen minutes, the right password included', async () => {
    const user = await person();
    for (let failure = 1; failure <= 5; failure += 1) expect(await refusal(user.login, 'Wrong-One-1')).not.toBe('');
    expect(await refusal(user.login, 'Right-One-1')).not.toBe('');
    await test.time.advance(15 * MINUTE + 1000);
    expect(await refusal(user.login, 'Right-One-1')).toBe('');
  });

  it('counts guesses made at the same time one by one', async () => {
    const user = await person();
    const guesses = Array.from({ length: 8 }, (_, index) => `Wrong-One-${index}`);
    await Promise.all([...guesses, 'Wrong-One-x'].map((guess) => refusal(user.login, guess)));
    const after = await reload(user.id);
    expect(after.failed_count).toBe(5);
    expect(after.locked_until).not.toBeNull();
  });

  it('forgets failures after a success', async () => {
    const user = await person();
    for (let failure = 1; failure <= 4; failure += 1) await refusal(user.login, 'Wrong-One-1');
    expect(await refusal(user.login, 'Right-One-1')).toBe('');
    expect((await reload(user.id)).failed_count).toBe(0);
  });

  it('says the same whether the login is unknown, the password wrong, the account locked or disabled', async () => {
    const [known, locked, disabled] = [await person(), await person(), await person()];
    for (let failure = 1; failure <= 5; failure += 1) await refusal(locked.login, 'Wrong-One-1');
    await updateAccount(context, disabled.id, { revision: disabled.revision, disabled: true }, BOSS);
    const answers = [
      await refusal('nobody-here', 'Right-One-1'),
      await refusal(known.login, 'Wrong-One-1'),
      await refusal(locked.login, 'Right-One-1'),
      await refusal(disabled.login, 'Right-One-1'),
    ];
    expect(new Set(answers).size).toBe(1);
  });

  it('does not mind the case of the login', async () => {
    const user = await person();
    expect(await refusal(user.login.toUpperCase(), 'Right-One-1')).toBe('');
  });
});

describe('sessions', () => {
  it.each<[Role, number]>([
    ['audit_admin', 10],
    ['handler', 30],
  ])('of a %s end after %i idle minutes', async (role, minutes) => {
    const user = await person([role]);
    const viewer = await enter(user.login, 'Right-One-1');
    await test.time.advance((minutes - 1) * MINUTE);
    await touchSession(context, viewer.sessionHash);
    await test.time.advance((minutes - 1) * MINUTE);
    expect(await readSession(context, viewer.sessionHash)).not.toBeNull();
    await test.time.advance(2 * MINUTE);
    expect(await readSession(context, viewer.sessionHash)).toBeNull();
  });

  it('end when the account loses a role, its unit or is disabled', async () => {
    const user = await person(['handler', 'unit_head']);
    const viewer = await enter(user.login, 'Right-One-1');
    await updateAccount(context, user.id, { revision: user.revision, roles: ['handler'] }, BOSS);
    expect(await readSession(context, viewer.sessionHash)).toBeNull();
  });

  it('of a duty officer from before the rule of units: renamed and disabled, not enabled without one', async () => {
    const user = await person(['duty_officer']);
    const users = context.db.updateTable('dashboard_users').where('id', '=', user.id);
    await users.set({ unit_id: null }).execute();
    const renamed = await updateAccount(context, user.id, { revision: user.revision, name: '值班员甲' }, BOSS);
    const off = await updateAccount(context, user.id, { revision: renamed.revision, disabled: true }, BOSS);
    const on = { revision: off.revision, disabled: false };
    await expect(updateAccount(context, user.id, on, BOSS)).rejects.toThrow('必须归属一个单位');
    await expect(updateAccount(context, user.id, { ...on, unitId: 'city_gov' }, BOSS)).rejects.toThrow(
      '值班员在所选单位没有可办的工作',
    );
    const back = await updateAccount(context, user.id, { ...on, unitId: 'gov_office' }, BOSS);
    expect(back).toMatchObject({ disabled: false, unit_id: 'gov_office' });
  });

  it('keep the token nowhere', async () => {
    const user = await person();
    const { token } = await signIn(context, { login: user.login, password: 'Right-One-1' });
    const rows = await context.db.selectFrom('dashboard_sessions').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe('passwords S-1', () => {
  it('must be changed at the first sign-in and after 90 days', async () => {
    const input = { login: 'newcomer', name: '新人', unitId: 'housing', roles: ['handler'] as Role[] };
    const { password } = await createAccount(context, input, BOSS);
    const viewer = await enter('newcomer', password);
    expect(viewer.mustChange).toBe(true);
    await changePassword(context, viewer, { current: password, next: 'Quite-New-9' });
    expect((await enter('newcomer', 'Quite-New-9')).mustChange).toBe(false);
    await test.time.advance(91 * 24 * 60 * MINUTE);
    expect((await enter('newcomer', 'Quite-New-9')).mustChange).toBe(true);
  });

  it('may not be one of the last five', async () => {
    const user = await person(['handler'], 'Round-No-0');
    let current = 'Round-No-0';
    const change = async (next: string): Promise<void> => {
      await changePassword(context, await enter(user.login, current), { current, next });
      current = next;
    };
    for (const turn of [1, 2, 3, 4]) await change(`Round-No-${turn}`);
    await expect(change('Round-No-0')).rejects.toThrow('最近 5 次');
    await change('Round-No-5');
    await change('Round-No-0');
    const kept = context.db.selectFrom('dashboard_password_history').selectAll().where('user_id', '=', user.id);
    expect((await kept.execute()).length).toBeLessThanOrEqual(5);
  });

  it('are reset to a one-time password that ends the sessions', async () => {
    const user = await person();
    const viewer = await enter(user.login, 'Right-One-1');
    const { password } = await resetPassword(context, user.id, BOSS);
    expect(await readSession(context, viewer.sessionHash)).toBeNull();
    expect((await enter(user.login, password)).mustChange).toBe(true);
  });
});

describe('the three administrators S-7', () => {
  it('cannot be one person, also not by a later change', async () => {
    const input = { login: 'double', name: '兼任', unitId: null, roles: ['system_admin', 'audit_admin'] as Role[] };
    await expect(createAccount(context, input, BOSS)).rejects.toThrow('互不兼任');
    const admin = await person(['audit_admin']);
    const both: Role[] = ['audit_admin', 'leader'];
    await expect(updateAccount(context, admin.id, { revision: admin.revision, roles: both }, BOSS)).rejects.toThrow();
  });

  it('are kept apart by the database too', async () => {
    const admin = await person(['audit_admin']);
    const both: Role[] = ['audit_admin', 'system_admin'];
    const update = context.db.updateTable('dashboard_users').set({ roles: both }).where('id', '=', admin.id);
    await expect(update.execute()).rejects.toThrow('dashboard_users_one_admin_role');
  });

  it('may not change their own account', async () => {
    const admin = await person(['security_admin']);
    const change = { revision: admin.revision, name: '另名' };
    await expect(updateAccount(context, admin.id, change, actorOf(admin))).rejects.toThrow('自己的账号');
  });

  it('learn that somebody else was faster', async () => {
    const user = await person();
    await updateAccount(context, user.id, { revision: user.revision, name: '甲' }, BOSS);
    await expect(updateAccount(context, user.id, { revision: user.revision, name: '乙' }, BOSS)).rejects.toThrow(
      /^安全管理员 已于 .+ 修改该账号，请刷新后重试$/,
    );
  });
});

describe('an empty installation', () => {
  let empty: TestKernel<DashboardTables>;
  beforeAll(async () => {
    empty = await testKernel<DashboardTables>();
  });
  afterAll(() => empty.close());
  beforeEach(() => {
    context = { ...context, db: empty.kernel.db, transact: empty.kernel.transact, time: empty.time };
  });
  afterAll(() => {
    context = { ...context, db: test.kernel.db, transact: test.kernel.transact, time: test.time };
  });
  const admin = (login: string) => ({
    ...{ login, name: login },
    ...{ password: 'Right-One-1', passwordAgain: 'Right-One-1' },
  });
  const three = (token: string) => ({
    token,
    systemAdmin: admin('sys'),
    securityAdmin: admin('sec'),
    auditAdmin: admin('aud'),
  });

  it('refuses a link that is unknown or has run out', async () => {
    await expect(useSetupLink(context, three('x'.repeat(43)))).rejects.toThrow('失效');
    const token = await createSetupLink(context);
    await empty.time.advance(25 * 60 * MINUTE);
    await expect(useSetupLink(context, three(token!))).rejects.toThrow('失效');
  });

  it('gets its three administrators by one link, once', async () => {
    const token = (await createSetupLink(context))!;
    expect(await openSetupUntil(context)).not.toBeNull();
    await expect(useSetupLink(context, { ...three(token), auditAdmin: admin('SYS') })).rejects.toThrow('三个不同');
    await useSetupLink(context, three(token));
    await expect(useSetupLink(context, three(token))).rejects.toThrow('失效');
    expect(await createSetupLink(context)).toBeNull();
    const rows = await context.db.selectFrom('dashboard_users').select(['login', 'roles']).orderBy('login').execute();
    expect(rows).toEqual([
      { login: 'aud', roles: ['audit_admin'] },
      { login: 'sec', roles: ['security_admin'] },
      { login: 'sys', roles: ['system_admin'] },
    ]);
  });

  it('gets demo accounts once, whatever how often asked', async () => {
    const [first] = await Promise.all([
      seedDemoAccounts(context),
      seedDemoAccounts(context),
      seedDemoAccounts(context),
    ]);
    await seedDemoAccounts(context);
    const rows = await context.db.selectFrom('dashboard_users').select('login').where('origin', '=', 'demo').execute();
    expect(rows).toHaveLength(first.accounts.length);
    expect((await enter('wangxinban', first.password)).mustChange).toBe(false);
  });
});
