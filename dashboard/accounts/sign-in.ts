import { AppError } from '../../platform/runtime/errors.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { DashboardTables } from '../tables.ts';
import { SYSTEM, actorOf, type AccountsContext, type User } from './accounts-context.ts';
import { NOBODYS_HASH, verifyPassword } from './password-hash.ts';
import { openSession, type OpenedSession } from './sessions.ts';

/** One answer for unknown, wrong, locked and disabled, so that nobody learns which accounts exist. */
const REFUSAL = '登录名或密码不正确，或账号暂不可用。连续输错将暂时锁定账号。';

/** @throws AppError 'not_signed_in' with the same words and in the same time whatever was wrong. */
export async function signIn(
  context: AccountsContext,
  input: { login: string; password: string },
): Promise<OpenedSession> {
  const found = await context.db
    .selectFrom('dashboard_users')
    .select(['id', 'password_hash'])
    .where((eb) => eb(eb.fn<string>('lower', ['login']), '=', input.login.trim().toLowerCase()))
    .executeTakeFirst();
  const right = await verifyPassword(input.password, found?.password_hash ?? NOBODYS_HASH);
  const opened = await context.transact(async (unit) => {
    const user = found && (await lockUser(unit, found.id));
    if (!user || user.password_hash !== found.password_hash) return refuse(unit, null, 'unknown_login');
    const free = user.locked_until === null || user.locked_until <= unit.now;
    if (!free) return refuse(unit, user, 'locked');
    if (!right) return countFailure(context, unit, user);
    if (user.disabled) return refuse(unit, user, 'disabled');
    return openSession(context, unit, user);
  });
  if (opened === null) throw new AppError('not_signed_in', REFUSAL);
  return opened;
}

/** The row lock makes a thousand guesses at once count one by one: after the fifth even the right one is refused. */
const lockUser = (unit: UnitOfWork<DashboardTables>, id: string): Promise<User | undefined> =>
  unit.tx.selectFrom('dashboard_users').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

async function countFailure(context: AccountsContext, unit: UnitOfWork<DashboardTables>, user: User): Promise<null> {
  const { failures, lockMinutes } = context.access.login;
  // A lock that has run out starts a new count.
  const failed = (user.locked_until === null ? user.failed_count : 0) + 1;
  const lockedUntil = failed >= failures ? new Date(unit.now.getTime() + lockMinutes * 60_000) : null;
  await unit.tx
    .updateTable('dashboard_users')
    .set({ failed_count: failed, locked_until: lockedUntil })
    .where('id', '=', user.id)
    .execute();
  return refuse(unit, user, lockedUntil ? 'wrong_password_locked' : 'wrong_password');
}

function refuse(unit: UnitOfWork<DashboardTables>, user: User | null, why: string): null {
  unit.audit({
    actor: user ? actorOf(user) : SYSTEM,
    action: 'session.sign_in',
    subject: { kind: 'account', id: user?.id ?? 'unknown' },
    detail: { why },
    success: false,
  });
  return null;
}
