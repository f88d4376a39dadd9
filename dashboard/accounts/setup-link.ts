import { sql } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { DashboardTables } from '../tables.ts';
import { SYSTEM, type AccountsContext } from './accounts-context.ts';
import { insertUser } from './manage-accounts.ts';
import { randomToken } from './one-time-secret.ts';
import { hashPassword } from './password-hash.ts';
import { passwordProblem } from './password-rules.ts';
import { ADMIN_ROLES } from './role-rules.ts';

const PURPOSE = 'dashboard.setup';

export interface FirstAdmin {
  login: string;
  name: string;
  password: string;
  /** Typed a second time: nobody but another administrator could mend a slip, and there is none yet. */
  passwordAgain: string;
}
export interface FirstAdmins {
  token: string;
  systemAdmin: FirstAdmin;
  securityAdmin: FirstAdmin;
  auditAdmin: FirstAdmin;
}

const LOCK = 1213549917;

/** Two processes, or two clicks, at the same moment would make two valid links and two sets of administrators. */
const oneAtATime = ({ tx }: Pick<UnitOfWork<DashboardTables>, 'tx'>) =>
  sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);

/** Token of a fresh one-time link, or null once a live administrator exists. Earlier unused links die. */
export async function createSetupLink(context: AccountsContext): Promise<string | null> {
  const token = randomToken();
  const made = await context.transact(async (unit) => {
    await oneAtATime(unit);
    if (await hasAdministrator(unit)) return false;
    await unit.tx.deleteFrom('dashboard_setup_links').where('used_at', 'is', null).execute();
    await unit.tx
      .insertInto('dashboard_setup_links')
      .values({
        token_hash: context.keys.hmac(PURPOSE, token),
        created_at: unit.now,
        expires_at: new Date(unit.now.getTime() + context.access.setupLinkMinutes * 60_000),
      })
      .execute();
    return true;
  });
  return made ? token : null;
}

/** When the open link ends, null when there is none. */
export async function openSetupUntil(context: AccountsContext): Promise<Date | null> {
  const row = await context.db
    .selectFrom('dashboard_setup_links')
    .select('expires_at')
    .where('used_at', 'is', null)
    .where('expires_at', '>', context.time.now())
    .executeTakeFirst();
  return row?.expires_at ?? null;
}

/** Creates the three administrators, three people, in one act; the link then is used up. */
export async function useSetupLink(context: AccountsContext, input: FirstAdmins): Promise<void> {
  const people = [input.systemAdmin, input.securityAdmin, input.auditAdmin];
  const logins = people.map((person) => person.login.toLowerCase());
  if (new Set(logins).size !== 3) throw new AppError('invalid_input', '三名管理员必须是三个不同的账号');
  for (const person of people) {
    const problem = passwordProblem(person.password, person.login, context.access.password);
    if (problem !== null) throw new AppError('invalid_input', `${person.login}：${problem}`);
    if (person.password !== person.passwordAgain)
      throw new AppError('invalid_input', `${person.login}：两次输入的密码不一致`);
  }
  await refuseStaleLink(context, input.token);
  const hashes = await Promise.all(people.map((person) => hashPassword(person.password)));
  await context.transact(async (unit) => {
    await oneAtATime(unit);
    const used = await unit.tx
      .updateTable('dashboard_setup_links')
      .set({ used_at: unit.now })
      .where('token_hash', '=', context.keys.hmac(PURPOSE, input.token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', unit.now)
      .executeTakeFirst();
    if (used.numUpdatedRows === 0n || (await hasAdministrator(unit))) throw staleLink();
    for (const [index, person] of people.entries()) {
      const role = ADMIN_ROLES[index]!;
      const account = { login: person.login, name: person.name, unitId: null, roles: [role] };
      const user = await insertUser(context, unit, {
        ...account,
        hash: hashes[index]!,
        mustChange: false,
        origin: 'live',
      });
      const subject = { kind: 'account', id: user.id };
      unit.audit({ actor: SYSTEM, action: 'account.setup', subject, detail: { login: person.login, role } });
    }
  });
}

const staleLink = (): AppError => new AppError('forbidden', '链接已失效：已被使用、已过期，或管理员已经建立');

/** Before any hashing, so that a stranger cannot make us compute. */
async function refuseStaleLink(context: AccountsContext, token: string): Promise<void> {
  const row = await context.db
    .selectFrom('dashboard_setup_links')
    .select('used_at')
    .where('token_hash', '=', context.keys.hmac(PURPOSE, token))
    .where('expires_at', '>', context.time.now())
    .executeTakeFirst();
  if (!row || row.used_at !== null) throw staleLink();
}

async function hasAdministrator(unit: UnitOfWork<DashboardTables>): Promise<boolean> {
  const row = await unit.tx
    .selectFrom('dashboard_users')
    .select('id')
    .where(sql<boolean>`roles && ${[...ADMIN_ROLES]}::text[]`)
    .where('origin', '=', 'live')
    .where('disabled', '=', false)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
