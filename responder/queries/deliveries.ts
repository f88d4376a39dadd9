import { sql } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { originsActedOn } from '../../platform/runtime/origins.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { postTitle } from '../notifications/posts.ts';
import type { DeliveryState } from '../tables.ts';
import { scopeOf } from '../tickets/permissions.ts';
import { notOfItself, recipientsOf } from './notifications.ts';
import { cursorOf, iso, limitOf, pageOf, readCursor, type Page, type PageQuery, type QueryDeps } from './read.ts';

export interface DeliveryView {
  id: string;
  at: string;
  /** 市住房和城乡建设局经办. */
  post: string;
  channel: string;
  channelTitle: string;
  lane: 'now' | 'shift' | 'digest';
  state: DeliveryState;
  /** Why it was kept in, given up, or must be tried again. */
  stateWhy: string | null;
  attempts: number;
  /** Planned, or when the destination is tried again; null when nothing more happens. */
  nextAt: string | null;
  sentAt: string | null;
  /** Why this post hears of it … */
  why: string;
  /** … and by which rule on this channel. */
  routeWhy: string;
  text: string;
  ticketId: string | null;
  resentBy: string | null;
}

interface Row {
  id: string;
  created_at: Date;
  recipient: string;
  channel: string;
  lane: DeliveryView['lane'];
  state: DeliveryState;
  state_why: string | null;
  attempts: number;
  next_at: Date | null;
  sent_at: Date | null;
  why: string;
  route_why: string;
  text: string;
  ticket_id: string | null;
  resent_by: { name: string } | null;
}

export interface DeliveryFilter {
  state?: DeliveryState | undefined;
  channel?: string | undefined;
  ticketId?: string | undefined;
}

type Query = Omit<PageQuery, 'origins'> & DeliveryFilter;

/**
 * The ledger of what left the house, newest first: all of it for 网信办, 政府办 and 督查, else what was meant for the own post. What is not of
 * the own origin is not shown.
 */
export async function deliveries(deps: QueryDeps, actor: Actor, query: Query = {}): Promise<Page<DeliveryView>> {
  const limit = limitOf(query);
  const rows = await readRows(deps, actor, query, limit + 1);
  const cursor = (row: Row): string => cursorOf(row.created_at, row.id);
  return pageOf(rows, limit, deps.time.now(), (row) => viewOf(row, deps), cursor);
}

async function readRows({ db, books }: QueryDeps, actor: Actor, query: Query, limit: number): Promise<Row[]> {
  const after = readCursor(query.cursor);
  const origins = originsActedOn(actor);
  const conditions = [
    ...(query.state === undefined ? [] : [sql`d.state = ${query.state}`]),
    ...(query.channel === undefined ? [] : [sql`d.channel = ${query.channel}`]),
    ...(query.ticketId === undefined ? [] : [sql`n.ticket_id = ${query.ticketId}::uuid`]),
    ...(scopeOf(actor, books.units) === 'all' ? [] : [sql`n.recipient = any(${recipientsOf(actor)})`]),
    ...(origins === undefined ? [] : [sql`d.origin = any(${[...origins]})`]),
    ...(after === null ? [] : [sql`(d.created_at, d.id) < (${after.at}, ${after.id}::uuid)`]),
    notOfItself(actor),
  ];
  const { rows } = await sql<Row>`
    select d.id, d.created_at, d.recipient, d.channel, d.lane, d.state, d.state_why, d.attempts, d.sent_at, d.why as route_why,
      d.resent_by, n.why, n.text, n.ticket_id,
      case when d.state in ('waiting', 'retrying') then greatest(d.due_at, q.hold_until) end as next_at
    from responder_deliveries d
    join responder_notifications n on n.id = d.notification_id
    left join responder_delivery_queues q on q.channel = d.channel and q.target = d.target
    where ${sql.join(conditions, sql` and `)}
    order by d.created_at desc, d.id desc limit ${limit}`.execute(db);
  return rows;
}

const viewOf = (row: Row, { books }: QueryDeps): DeliveryView => ({
  ...{ id: row.id, at: toLocalIso(row.created_at), post: postTitle(row.recipient, books.units), channel: row.channel },
  channelTitle: books.notifications.channels.find((one) => one.id === row.channel)?.title ?? row.channel,
  ...{ lane: row.lane, state: row.state, stateWhy: row.state_why, attempts: row.attempts },
  ...{ nextAt: iso(row.next_at), sentAt: iso(row.sent_at), why: row.why, routeWhy: row.route_why },
  ...{ text: row.text, ticketId: row.ticket_id, resentBy: row.resent_by?.name ?? null },
});
