import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { DashboardTables } from '../tables.ts';
import { actorOf, type AccountsContext, type User } from './accounts-context.ts';
import { randomToken } from './one-time-secret.ts';
import { passwordExpired } from './password-rules.ts';
import { idleMinutes } from './role-rules.ts';

const PURPOSE = 'dashboard.session';
/** Last-seen is written at most this often; a session may so end this much early, never late. */
const TOUCH_EVERY_MS = 30_000;

export interface OpenedSession {
  token: string;
  expiresAt: Date;
}

/** Who is asking, as every handler sees it. */
export interface Viewer {
  user: User;
  sessionHash: string;
  sessionEndsAt: Date;
  idleMinutes: number;
  mustChange: boolean;
}

export const sessionHash = (context: Pick<AccountsContext, 'keys'>, token: string): string =>
  context.keys.hmac(PURPOSE, token);

export async function openSession(
  context: AccountsContext,
  unit: UnitOfWork<DashboardTables>,
  user: User,
): Promise<OpenedSession> {
  const token = randomToken();
  const expiresAt = new Date(unit.now.getTime() + context.access.session.absoluteMinutes * 60_000);
  await unit.tx
    .updateTable('dashboard_users')
    .set({ failed_count: 0, locked_until: null })
    .where('id', '=', user.id)
    .execute();
  await unit.tx.deleteFrom('dashboard_sessions').where('expires_at', '<=', unit.now).execute();
  await unit.tx
    .insertInto('dashboard_sessions')
    .values({
      token_hash: sessionHash(context, token),
      user_id: user.id,
      created_at: unit.now,
      last_seen_at: unit.now,
      idle_minutes: idleMinutes(user.roles, context.access.session),
      expires_at: expiresAt,
    })
    .execute();
  unit.audit({
    actor: actorOf(user),
    action: 'session.sign_in',
    subject: { kind: 'account', id: user.id },
    detail: {},
  });
  return { token, expiresAt };
}

/** The viewer behind a cookie, or null when the session is unknown, idle too long, over, or its account disabled. */
export async function readSession(context: AccountsContext, hash: string): Promise<Viewer | null> {
  const now = context.time.now();
  const row = await context.db
    .selectFrom('dashboard_sessions as s')
    .innerJoin('dashboard_users as u', 'u.id', 's.user_id')
    .selectAll('u')
    .select(['s.token_hash', 's.last_seen_at', 's.idle_minutes', 's.expires_at'])
    .where('s.token_hash', '=', hash)
    .executeTakeFirst();
  if (!row || row.disabled || row.expires_at <= now) return null;
  if (isIdle(row, now)) return null;
  const { token_hash, last_seen_at: _, idle_minutes, expires_at, ...user } = row;
  const mustChange =
    user.must_change ||
    (user.origin === 'live' && passwordExpired(user.password_changed_at, now, context.access.password));
  return { user, sessionHash: token_hash, sessionEndsAt: expires_at, idleMinutes: idle_minutes, mustChange };
}

/** Which of these sessions are still good. One query for all sockets of a node. */
export async function liveSessions(context: AccountsContext, hashes: string[]): Promise<Set<string>> {
  const now = context.time.now();
  const rows = await context.db
    .selectFrom('dashboard_sessions as s')
    .innerJoin('dashboard_users as u', 'u.id', 's.user_id')
    .select(['s.token_hash', 's.last_seen_at', 's.idle_minutes'])
    .where('s.token_hash', 'in', hashes)
    .where('s.expires_at', '>', now)
    .where('u.disabled', '=', false)
    .execute();
  return new Set(rows.filter((row) => !isIdle(row, now)).map((row) => row.token_hash));
}

const isIdle = (row: { last_seen_at: Date; idle_minutes: number }, now: Date): boolean =>
  now.getTime() - row.last_seen_at.getTime() > row.idle_minutes * 60_000;

/** Only what a person does counts as activity, never a refetch the screen makes by itself. */
export async function touchSession(context: AccountsContext, hash: string): Promise<void> {
  const now = context.time.now();
  await context.db
    .updateTable('dashboard_sessions')
    .set({ last_seen_at: now })
    .where('token_hash', '=', hash)
    .where('last_seen_at', '<', new Date(now.getTime() - TOUCH_EVERY_MS))
    .execute();
}

export async function signOut(context: AccountsContext, viewer: Viewer): Promise<void> {
  await context.transact(async (unit) => {
    await unit.tx.deleteFrom('dashboard_sessions').where('token_hash', '=', viewer.sessionHash).execute();
    unit.audit({
      actor: actorOf(viewer.user),
      action: 'session.sign_out',
      subject: { kind: 'account', id: viewer.user.id },
      detail: {},
    });
  });
}

/** Every session of the account but, if given, one. Part of the caller's transaction. */
export async function endSessions(unit: UnitOfWork<DashboardTables>, userId: string, butHash?: string): Promise<void> {
  let query = unit.tx.deleteFrom('dashboard_sessions').where('user_id', '=', userId);
  if (butHash !== undefined) query = query.where('token_hash', '!=', butHash);
  await query.execute();
}
