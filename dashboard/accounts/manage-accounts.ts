import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { spokenTime, toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Actor, Origin, Role, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { DashboardTables } from '../tables.ts';
import type { AccountsContext, User } from './accounts-context.ts';
import { storePassword } from './change-password.ts';
import { oneTimePassword } from './one-time-secret.ts';
import { hashPassword } from './password-hash.ts';
import { roleProblem } from './role-rules.ts';
import { endSessions } from './sessions.ts';

export interface NewAccount {
  login: string;
  name: string;
  unitId: string | null;
  roles: Role[];
}

/** Invented people make invented people: the passwords of the demonstration are public. */
const originOf = (actor: Actor): Origin => actor.origin ?? 'live';

/** The password is returned once, in the clear, and must be changed at the first sign-in. */
export async function createAccount(
  context: AccountsContext,
  input: NewAccount,
  actor: Actor,
): Promise<{ user: User; password: string }> {
  checkRoles(context, input.roles, input.unitId);
  const password = oneTimePassword();
  const hash = await hashPassword(password);
  const user = await context.transact(async (unit) => {
    const created = await insertUser(context, unit, { ...input, hash, mustChange: true, origin: originOf(actor) });
    unit.audit({
      actor,
      action: 'account.create',
      subject: { kind: 'account', id: created.id },
      detail: { login: input.login, roles: input.roles, unitId: input.unitId },
    });
    return created;
  });
  return { user, password };
}

export interface AccountChange {
  revision: number;
  name?: string | undefined;
  unitId?: string | null | undefined;
  roles?: Role[] | undefined;
  disabled?: boolean | undefined;
}

/** A change of roles, unit or a disabling ends the account's sessions, so that no old right lives on. */
export async function updateAccount(
  context: AccountsContext,
  id: string,
  change: AccountChange,
  actor: Actor,
): Promise<User> {
  return context.transact(async (unit) => {
    const before = await lockManaged(unit, id, actor);
    if (before.revision !== change.revision) await refuseStale(unit, before);
    if (id === actor.id) throw new AppError('forbidden', '不能修改自己的账号，请由另一名安全管理员办理');
    const roles = change.roles ?? before.roles;
    const unitId = change.unitId === undefined ? before.unit_id : change.unitId;
    // Whoever was let in under an older rule can still be renamed and disabled.
    const isChecked = change.roles !== undefined || change.unitId !== undefined || change.disabled === false;
    if (isChecked) checkRoles(context, roles, unitId);
    const disabled = change.disabled ?? before.disabled;
    const after = await unit.tx
      .updateTable('dashboard_users')
      .set({ name: change.name ?? before.name, unit_id: unitId, roles, disabled, revision: before.revision + 1 })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await endSessions(unit, id);
    // What was answered under the old rights is repeated to nobody.
    await unit.tx.deleteFrom('dashboard_idempotency').where('user_id', '=', id).execute();
    const { revision: _, ...detail } = change;
    unit.audit({ actor, action: 'account.update', subject: { kind: 'account', id }, detail: withoutUndefined(detail) });
    return after;
  });
}

/** @throws AppError 'conflict' naming who changed the account last, and when */
async function refuseStale({ tx }: UnitOfWork<DashboardTables>, { id, revision }: User): Promise<never> {
  const last = await tx
    .selectFrom('audit_entries')
    .select(['actor_name', 'at'])
    .where('subject_kind', '=', 'account')
    .where('subject_id', '=', id)
    .where('action', 'in', ['account.create', 'account.update', 'account.reset_password'])
    .where('success', '=', true)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const won = last && { by: last.actor_name, at: toLocalIso(last.at) };
  const who = last ? `${last.actor_name} 已于 ${spokenTime(last.at)} 修改该账号` : '账号已被他人修改';
  throw new AppError('conflict', `${who}，请刷新后重试`, { current: { revision, ...won } });
}

/** A new one-time password; also lifts a lock. */
export async function resetPassword(
  context: AccountsContext,
  id: string,
  actor: Actor,
): Promise<{ user: User; password: string }> {
  const password = oneTimePassword();
  const hash = await hashPassword(password);
  const user = await context.transact(async (unit) => {
    const before = await lockManaged(unit, id, actor);
    await storePassword(context, unit, before, hash, true);
    await endSessions(unit, id);
    unit.audit({ actor, action: 'account.reset_password', subject: { kind: 'account', id }, detail: {} });
    return lockAccount(unit, id);
  });
  return { user, password };
}

/**
 * The one way an account comes to be, also at set-up and in the demonstration.
 * @throws AppError 'invalid_input' for roles that cannot be one account's, 'conflict' when the login is taken
 */
export async function insertUser(
  context: Pick<AccountsContext, 'jurisdiction' | 'kindOf'>,
  unit: UnitOfWork<DashboardTables>,
  input: NewAccount & { hash: string; mustChange: boolean; origin: Origin },
): Promise<User> {
  checkRoles(context, input.roles, input.unitId);
  const created = await unit.tx
    .insertInto('dashboard_users')
    .values({
      id: uuidv7(unit.now),
      login: input.login,
      name: input.name,
      unit_id: input.unitId,
      roles: input.roles,
      password_hash: input.hash,
      password_changed_at: unit.now,
      must_change: input.mustChange,
      jurisdiction: context.jurisdiction,
      origin: input.origin,
      created_at: unit.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!created) throw new AppError('conflict', `登录名“${input.login}”已被使用`);
  return created;
}

function checkRoles({ kindOf }: Pick<AccountsContext, 'kindOf'>, roles: Role[], unitId: string | null): void {
  const problem = roleProblem(roles, unitId, kindOf);
  if (problem !== null) throw new AppError('invalid_input', problem);
}

/** @throws AppError not_found, forbidden when an account of the demonstration would change a real one */
async function lockManaged(unit: UnitOfWork<DashboardTables>, id: string, actor: Actor): Promise<User> {
  const user = await lockAccount(unit, id);
  if (originOf(actor) === 'demo' && user.origin !== 'demo') throw new AppError('forbidden', '演示账号只能管理演示账号');
  return user;
}

async function lockAccount(unit: UnitOfWork<DashboardTables>, id: string): Promise<User> {
  const user = await unit.tx
    .selectFrom('dashboard_users')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!user) throw new AppError('not_found', '没有这个账号');
  return user;
}

const withoutUndefined = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
