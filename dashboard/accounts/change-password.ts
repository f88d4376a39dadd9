import { AppError } from '../../platform/runtime/errors.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { DashboardTables } from '../tables.ts';
import { actorOf, type AccountsContext, type User } from './accounts-context.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';
import { passwordProblem } from './password-rules.ts';
import { endSessions, type Viewer } from './sessions.ts';

/**
 * Ends every other session of the account.
 * @throws AppError 'invalid_input' when too weak or used lately, 'forbidden' when the current one is wrong.
 */
export async function changePassword(
  context: AccountsContext,
  viewer: Viewer,
  input: { current: string; next: string },
): Promise<void> {
  const { user } = viewer;
  if (!(await verifyPassword(input.current, user.password_hash))) throw new AppError('forbidden', '当前密码不正确');
  const problem = passwordProblem(input.next, user.login, context.access.password);
  if (problem !== null) throw new AppError('invalid_input', problem);
  if (await usedLately(context, user, input.next)) {
    throw new AppError('invalid_input', `不得使用最近 ${context.access.password.history} 次用过的密码`);
  }
  const hash = await hashPassword(input.next);
  await context.transact(async (unit) => {
    await storePassword(context, unit, user, hash, false);
    await endSessions(unit, user.id, viewer.sessionHash);
    unit.audit({
      actor: actorOf(user),
      action: 'account.change_password',
      subject: { kind: 'account', id: user.id },
      detail: {},
    });
  });
}

/** Writes the new hash and keeps the old one in the history, no more of them than the rule needs. */
export async function storePassword(
  context: AccountsContext,
  unit: UnitOfWork<DashboardTables>,
  user: Pick<User, 'id' | 'password_hash'>,
  hash: string,
  mustChange: boolean,
): Promise<void> {
  const replaced = await unit.tx
    .updateTable('dashboard_users')
    .set({
      password_hash: hash,
      password_changed_at: unit.now,
      must_change: mustChange,
      failed_count: 0,
      locked_until: null,
    })
    .where('id', '=', user.id)
    .where('password_hash', '=', user.password_hash)
    .executeTakeFirst();
  if (replaced.numUpdatedRows === 0n) throw new AppError('conflict', '密码刚刚已被修改，请重新登录');
  await unit.tx
    .insertInto('dashboard_password_history')
    .values({ user_id: user.id, password_hash: user.password_hash, replaced_at: unit.now })
    .execute();
  const kept = unit.tx
    .selectFrom('dashboard_password_history')
    .select('id')
    .where('user_id', '=', user.id)
    .orderBy('id', 'desc')
    .limit(context.access.password.history);
  await unit.tx
    .deleteFrom('dashboard_password_history')
    .where('user_id', '=', user.id)
    .where('id', 'not in', kept)
    .execute();
}

async function usedLately(context: AccountsContext, user: User, password: string): Promise<boolean> {
  const rows = await context.db
    .selectFrom('dashboard_password_history')
    .select('password_hash')
    .where('user_id', '=', user.id)
    .orderBy('id', 'desc')
    .limit(Math.max(context.access.password.history - 1, 0))
    .execute();
  // The present one counts as the latest.
  for (const hash of [user.password_hash, ...rows.map((row) => row.password_hash)]) {
    if (await verifyPassword(password, hash)) return true;
  }
  return false;
}
