import { sql, type Selectable } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { postTitle } from '../notifications/posts.ts';
import { accuses, blames } from './visibility.ts';
import { shiftStart } from '../notifications/timing.ts';
import type { DeliveryState, NotificationsTable } from '../tables.ts';
import {
  cursorOf,
  iso,
  limitOf,
  pageOf,
  readCursor,
  ringing,
  type Page,
  type PageQuery,
  type QueryDeps,
} from './read.ts';

export interface NotificationView {
  id: string;
  at: string;
  reason: string;
  why: string;
  text: string;
  lane: 'now' | 'shift' | 'digest';
  ticketId: string | null;
  eventId: string | null;
  warningId: string | null;
  seenAt: string | null;
  /** 未经人工核实. */
  unverified: boolean;
  /** By which ways beside this page, and what became of it. */
  outside: { channel: string; post: string; state: DeliveryState; stateWhy: string | null; why: string }[];
}

/** What one shift can really decide, against what it was told of. */
export interface ShiftBudget {
  since: string;
  /** Different matters of 立即 and 本班. */
  decisions: number;
  limit: number;
}

/** Ledger recipients that mean this person: each role, in the own unit or in any. */
export const recipientsOf = (actor: Actor): string[] =>
  actor.roles.flatMap((role) => [`${role}@*`, ...(actor.unitId === null ? [] : [`${role}@${actor.unitId}`])]);

/** My ledger rows, newest first; one reason shows once even when it reached me by two roles. */
export async function notificationsFor(
  deps: QueryDeps,
  actor: Actor,
  query: Omit<PageQuery, 'origins'> & { unseen?: boolean | undefined } = {},
): Promise<Page<NotificationView> & { unseen: number; shift: ShiftBudget }> {
  const now = deps.time.now();
  const limit = limitOf(query);
  const after = readCursor(query.cursor);
  const mine = recipientsOf(actor);
  const shift = await shiftBudget(deps, actor, mine, now);
  if (mine.length === 0) return { items: [], nextCursor: null, unseen: 0, shift, serverTime: toLocalIso(now) };
  const base = inbox(deps, actor, mine);
  const rows = await base
    .selectAll('n')
    .select('r.seen_at')
    .$if(query.unseen === true, (q) => q.where('r.seen_at', 'is', null))
    .$if(after !== null, (q) => q.where(sql<boolean>`(n.at, n.id) < (${after?.at}, ${after?.id}::uuid)`))
    .orderBy('n.at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(limit + 1)
    .execute();
  const { unseen } = await base
    .where('r.seen_at', 'is', null)
    .select(({ fn }) => fn.countAll<number>().as('unseen'))
    .executeTakeFirstOrThrow();
  const outside = await outsideOf(
    deps,
    rows.map(({ id }) => id),
  );
  const page = pageOf(
    rows,
    limit,
    now,
    (row) => notificationView(row, row.seen_at, outside.get(row.id) ?? []),
    (row) => cursorOf(row.at, row.id),
  );
  return { ...page, unseen, shift };
}

/** Nothing of a ticket, nor of an event without one, that accuses the unit of this person. */
export const notOfItself = (actor: Actor) =>
  sql<boolean>`not exists (select from responder_tickets t where t.id = n.ticket_id and ${accuses(actor.unitId)})
    and not exists (select from responder_events e where e.event_id = n.event_id and ${blames(actor.unitId)})`;

function inbox(deps: QueryDeps, actor: Actor, mine: string[]) {
  return deps.db
    .selectFrom('responder_notifications as n')
    .leftJoin('responder_notification_reads as r', (join) =>
      join.onRef('r.notification_id', '=', 'n.id').on('r.actor_id', '=', actor.id),
    )
    .where('n.recipient', 'in', mine)
    .where(ringing(actor))
    .where(notOfItself(actor))
    .where(
      sql<boolean>`n.id = (select min(m.id::text)::uuid from responder_notifications m
        where m.reason = n.reason and m.recipient = any(${mine}))`,
    );
}

const notificationView = (
  row: Selectable<NotificationsTable>,
  seenAt: Date | null,
  outside: NotificationView['outside'],
): NotificationView => ({
  id: row.id,
  at: toLocalIso(row.at),
  reason: row.reason,
  why: row.why,
  text: row.text,
  lane: row.lane,
  ticketId: row.ticket_id,
  eventId: row.event_id,
  warningId: row.warning_id,
  seenAt: iso(seenAt),
  unverified: row.unverified,
  outside,
});

async function outsideOf({ db, books }: QueryDeps, ids: string[]): Promise<Map<string, NotificationView['outside']>> {
  const titles = new Map(books.notifications.channels.map((one) => [one.id, one.title]));
  const found = new Map<string, NotificationView['outside']>();
  if (ids.length === 0) return found;
  const rows = await db
    .selectFrom('responder_deliveries')
    .select(['notification_id', 'channel', 'recipient', 'state', 'state_why', 'why'])
    .where('notification_id', 'in', ids)
    .orderBy('id')
    .execute();
  for (const row of rows) {
    const channel = titles.get(row.channel) ?? row.channel;
    const post = postTitle(row.recipient, books.units);
    const one = { channel, post, state: row.state, stateWhy: row.state_why, why: row.why };
    found.set(row.notification_id, [...(found.get(row.notification_id) ?? []), one]);
  }
  return found;
}

/** Different matters this person was asked to look at since the shift began; a matter told three times is one decision. */
async function shiftBudget({ db, books }: QueryDeps, actor: Actor, mine: string[], now: Date): Promise<ShiftBudget> {
  const { budget } = books.notifications;
  const since = shiftStart(now, budget.shifts);
  const row = await db
    .selectFrom('responder_notifications as n')
    .select(sql<number>`count(distinct coalesce(n.ticket_id, n.event_id, n.warning_id, n.id))`.as('decisions'))
    .where('n.recipient', 'in', mine.length === 0 ? [''] : mine)
    .where('n.lane', 'in', ['now', 'shift'])
    .where('n.at', '>=', since)
    .where(ringing(actor))
    .executeTakeFirstOrThrow();
  return { since: toLocalIso(since), decisions: row.decisions, limit: budget.decisions };
}

/** Seen by this person; the others on duty still have it open. Ids that are not mine are ignored. */
export async function markSeen(deps: QueryDeps, actor: Actor, ids: string[]): Promise<void> {
  const mine = recipientsOf(actor);
  const valid = ids.filter((id) => /^[0-9a-f-]{36}$/i.test(id));
  if (mine.length === 0 || valid.length === 0) return;
  await deps.db
    .insertInto('responder_notification_reads')
    .columns(['notification_id', 'actor_id', 'seen_at'])
    .expression((eb) =>
      eb
        .selectFrom('responder_notifications as n')
        .select([
          'n.id',
          sql<string>`${actor.id}::text`.as('actor_id'),
          sql<Date>`${deps.time.now()}::timestamptz`.as('seen_at'),
        ])
        .where('n.id', 'in', valid)
        .where('n.recipient', 'in', mine)
        .where(ringing(actor)),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
