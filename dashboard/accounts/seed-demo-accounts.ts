import { sql } from 'kysely';
import type { Role } from '../../platform/runtime/kernel.ts';
import { SYSTEM, type AccountsContext } from './accounts-context.ts';
import { insertUser } from './manage-accounts.ts';
import { hashPassword } from './password-hash.ts';

export interface DemoAccount {
  login: string;
  /** A role-like invented name, never a person's. */
  name: string;
  unitId: string | null;
  roles: Role[];
}

/** One common password for all; these accounts exist only beside demo data. */
export const DEMO_PASSWORD = 'Huiying@2026';

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { login: 'wangxinban', name: '值班员一', unitId: 'cyberspace', roles: ['duty_officer'] },
  { login: 'wangxinjieban', name: '值班员三', unitId: 'cyberspace', roles: ['duty_officer'] },
  { login: 'wangxindaiban', name: '带班领导二', unitId: 'cyberspace', roles: ['duty_leader'] },
  { login: 'zhengfuban', name: '值班员二', unitId: 'gov_office', roles: ['duty_officer'] },
  { login: 'zhengfujieban', name: '值班员四', unitId: 'gov_office', roles: ['duty_officer'] },
  { login: 'daiban', name: '带班领导一', unitId: 'gov_office', roles: ['duty_leader'] },
  { login: 'zhujian', name: '住建经办一', unitId: 'housing', roles: ['handler'] },
  { login: 'zhujianju', name: '住建负责人一', unitId: 'housing', roles: ['unit_head'] },
  { login: 'jiaoyu', name: '教育经办一', unitId: 'education', roles: ['handler'] },
  { login: 'jiaoyuju', name: '教育负责人一', unitId: 'education', roles: ['unit_head'] },
  { login: 'yingji', name: '应急经办一', unitId: 'emergency', roles: ['handler'] },
  { login: 'yingjiju', name: '应急负责人一', unitId: 'emergency', roles: ['unit_head'] },
  { login: 'shichang', name: '市场监管经办一', unitId: 'market', roles: ['handler'] },
  { login: 'shichangju', name: '市场监管负责人一', unitId: 'market', roles: ['unit_head'] },
  { login: 'shuiwu', name: '水务经办一', unitId: 'water', roles: ['handler'] },
  { login: 'shuiwuju', name: '水务负责人一', unitId: 'water', roles: ['unit_head'] },
  { login: 'renshe', name: '人社经办一', unitId: 'hrss', roles: ['handler'] },
  { login: 'rensheju', name: '人社负责人一', unitId: 'hrss', roles: ['unit_head'] },
  { login: 'xinwenban', name: '新闻发言人一', unitId: 'press_office', roles: ['spokesperson'] },
  { login: 'lingdao', name: '领导一', unitId: 'city_gov', roles: ['leader'] },
  { login: 'ducha', name: '督查员一', unitId: 'supervision', roles: ['supervisor'] },
  { login: 'pinggu', name: '评估员一', unitId: null, roles: ['evaluator'] },
  { login: 'xitong', name: '系统管理员一', unitId: null, roles: ['system_admin'] },
  { login: 'anquan', name: '安全管理员一', unitId: null, roles: ['security_admin'] },
  { login: 'shenji', name: '审计管理员一', unitId: null, roles: ['audit_admin'] },
];

/** Creates what is missing; run again, also by two processes at once, it changes nothing. Returns the accounts to print. */
export async function seedDemoAccounts(context: AccountsContext): Promise<{
  accounts: readonly DemoAccount[];
  password: string;
}> {
  if ((await missingAccounts(context.db)).length > 0) {
    const hash = await hashPassword(DEMO_PASSWORD);
    await context.transact(async (unit) => {
      // A second process that starts on the same folder waits here, and then finds them all.
      await sql`select pg_advisory_xact_lock(hashtext('dashboard.seed-demo-accounts'))`.execute(unit.tx);
      for (const account of await missingAccounts(unit.tx)) {
        const user = await insertUser(context, unit, { ...account, hash, mustChange: false, origin: 'demo' });
        const subject = { kind: 'account', id: user.id };
        unit.audit({ actor: SYSTEM, action: 'account.seed_demo', subject, detail: { login: account.login } });
      }
    });
  }
  return { accounts: DEMO_ACCOUNTS, password: DEMO_PASSWORD };
}

async function missingAccounts(db: AccountsContext['db']): Promise<DemoAccount[]> {
  const there = await db.selectFrom('dashboard_users').select('login').where('origin', '=', 'demo').execute();
  const known = new Set(there.map((row) => row.login));
  return DEMO_ACCOUNTS.filter((account) => !known.has(account.login));
}
