import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { accessSchema } from '../../config/schema/access.ts';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import type { DashboardTables } from '../tables.ts';
import type { AccountsContext } from './accounts-context.ts';
import { createSetupLink, useSetupLink } from './setup-link.ts';

let test: TestKernel<DashboardTables>;
let context: AccountsContext;
beforeAll(async () => {
  test = await testKernel<DashboardTables>();
  const { db, transact, time, keys } = test.kernel;
  const access = loadRulebook(shippedConfigFolder(), 'access', accessSchema);
  context = { db, transact, time, keys, access, jurisdiction: '990100', kindOf: () => null };
});
afterAll(() => test.close());

const typed = (password: string) => ({ password, passwordAgain: password });
const admins = (set: string, token: string) => ({
  token,
  systemAdmin: { login: `${set}1`, name: '甲', ...typed('Right-One-1') },
  securityAdmin: { login: `${set}2`, name: '乙', ...typed('Right-One-2') },
  auditAdmin: { login: `${set}3`, name: '丙', ...typed('Right-One-3') },
});

it('a slip in typing one password is told by the account, and the link stays good', async () => {
  const token = (await createSetupLink(context))!;
  const slipped = admins('slip', token);
  slipped.auditAdmin.passwordAgain = 'Right-One-4';
  await expect(useSetupLink(context, slipped)).rejects.toThrow('slip3：两次输入的密码不一致');
  expect(await context.db.selectFrom('dashboard_users').select('login').execute()).toEqual([]);
  expect(await createSetupLink(context)).not.toBeNull();
});

it('of links made at the same moment by several processes one is good, and one set of administrators comes of them', async () => {
  const tokens = await Promise.all(Array.from({ length: 8 }, () => createSetupLink(context)));
  const uses = await Promise.allSettled(
    tokens.map((token, index) => useSetupLink(context, admins(`set${index}`, token!))),
  );
  expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const users = await context.db.selectFrom('dashboard_users').select('login').execute();
  expect(users).toHaveLength(3);
  expect(await createSetupLink(context)).toBeNull();
});
