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
  context = { db, transact, time, keys, access, jurisdiction: '990100' };
});
afterAll(() => test.close());

const admins = (set: string, token: string) => ({
  token,
  systemAdmin: { login: `${set}1`, name: '甲', password: 'Right-One-1' },
  securityAdmin: { login: `${set}2`, name: '乙', password: 'Right-One-2' },
  auditAdmin: { login: `${set}3`, name: '丙', password: 'Right-One-3' },
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
