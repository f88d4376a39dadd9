import { sql, type Expression, type SqlBool } from 'kysely';
import type { Colour, EventLevel } from '../../analyzer/messages.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { TicketState } from '../messages.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { ticketSummary, type TicketSummary } from '../tickets/view.ts';
import {
  clocksByTicket,
  cursorOf,
  limitOf,
  ofOrigins,
  pageOf,
  readCursor,
  type Page,
  type PageQuery,
  type QueryDeps,
} from './read.ts';
import { visibleTickets } from './visibility.ts';

export interface TicketFilter extends PageQuery {
  state?: TicketState | undefined;
  open?: boolean | undefined;
  overdue?: boolean | undefined;
  provisional?: boolean | undefined;
  unitId?: string | undefined;
  level?: EventLevel | undefined;
  colour?: Colour | undefined;
  eventId?: string | undefined;
  /** What waits for a person: the same conditions as the counters of the overview. */
  todo?: Todo | undefined;
  /** Part of the number or title. */
  q?: string | undefined;
  /** due = the running clock that ends first; latest = newest first. */
  sort?: 'due' | 'latest' | undefined;
}

export type Todo = 'judge' | 'accept' | 'confirm';

/** Conditions behind 待研判, 待签收, 待确认 (open tickets only): counter and list must agree. */
export const WAITING_FOR: Record<Todo, Expression<SqlBool>> = {
  judge: sql<SqlBool>`(t.judged_at is null or t.rejudge_due)`,
  accept: sql<SqlBool>`t.state = 'dispatched'`,
  confirm: sql<SqlBool>`(t.needs_second or exists (select 1 from responder_releases r
    where r.ticket_id = t.id and r.kind = 'conference' and r.state = 'held' and r.confirmed_at is null))`,
};

const NO_CLOCK = '9999-12-31T00:00:00Z';

/** The condition of a list, the same for screen and export. */
export function ticketConditions(filter: TicketFilter, now: Date): Expression<SqlBool> {
  const parts: Expression<SqlBool>[] = [ofOrigins('t', filter.origins)];
  if (filter.state) parts.push(sql<SqlBool>`t.state = ${filter.state}`);
  if (filter.todo) parts.push(WAITING_FOR[filter.todo], sql<SqlBool>`t.state not in ('closed', 'archived')`);
  if (filter.open !== undefined) parts.push(sql<SqlBool>`(t.state not in ('closed', 'archived')) = ${filter.open}`);
  if (filter.unitId)
    parts.push(
      sql<SqlBool>`(t.lead_unit = ${filter.unitId} or t.coordinator_unit = ${filter.unitId} or t.co_units @> array[${filter.unitId}]::text[])`,
    );
  if (filter.level) parts.push(sql<SqlBool>`coalesce(t.level_official, t.level_duty) = ${filter.level}`);
  if (filter.colour) parts.push(sql<SqlBool>`t.colour = ${filter.colour}`);
  if (filter.eventId) parts.push(sql<SqlBool>`t.event_id = ${filter.eventId}`);
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
    parts.push(sql<SqlBool>`(t.number ilike ${like} or t.title ilike ${like})`);
  }
  const running = sql`select 1 from responder_clocks c where c.ticket_id = t.id and c.state in ('running', 'overdue')`;
  if (filter.overdue !== undefined)
    parts.push(sql<SqlBool>`exists (${running} and c.due_at <= ${now}) = ${filter.overdue}`);
  if (filter.provisional !== undefined)
    parts.push(sql<SqlBool>`exists (${running} and c.provisional) = ${filter.provisional}`);
  return sql<SqlBool>`${sql.join(parts, sql` and `)}`;
}

const nextDue = sql<Date>`coalesce((select min(c.due_at) from responder_clocks c
  where c.ticket_id = t.id and c.state in ('running', 'overdue')), ${NO_CLOCK}::timestamptz)`;

/** Tickets a person may see, by keyset. */
export async function listTickets(
  deps: QueryDeps,
  actor: Actor,
  filter: TicketFilter = {},
): Promise<Page<TicketSummary>> {
  const now = deps.time.now();
  const limit = limitOf(filter);
  const byDue = (filter.sort ?? 'due') === 'due';
  const after = readCursor(filter.cursor);
  const key = byDue ? nextDue : sql<Date>`t.opened_at`;
  let query = deps.db
    .selectFrom('responder_tickets as t')
    .selectAll('t')
    .select(key.as('sort_at'))
    .where(visibleTickets(actor, deps.books.units).where)
    .where(ticketConditions(filter, now));
  if (after)
    query = query.where(
      byDue
        ? sql<SqlBool>`(${nextDue}, t.id) > (${after.at}, ${after.id}::uuid)`
        : sql<SqlBool>`(t.opened_at, t.id) < (${after.at}, ${after.id}::uuid)`,
    );
  const rows = await query
    .orderBy('sort_at', byDue ? 'asc' : 'desc')
    .orderBy('t.id', byDue ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  const clocks = await clocksByTicket(
    deps.db,
    rows.map((row) => row.id),
  );
  return pageOf(
    rows,
    limit,
    now,
    (row: Ticket) => ticketSummary(row, clocks.get(row.id) ?? [], deps.books, now),
    (row) => cursorOf(row.sort_at, row.id),
  );
}
