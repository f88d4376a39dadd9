import { sql } from 'kysely';
import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { lagTargets, type LagTargets } from './lag-targets.ts';
import { countsOf, lagsOf, mediansOf, type Lags, type MedianLags } from './lags.ts';
import { WAITING_FOR } from './list-tickets.ts';
import { counted, cursorOf, limitOf, pageOf, readCursor, type Page, type PageQuery, type QueryDeps } from './read.ts';
import { visibleTickets } from './visibility.ts';

export interface TicketCounters {
  openTickets: number;
  overdueTickets: number;
  provisionalClocks: number;
  toJudge: number;
  toAccept: number;
  /** Second persons asked for: non-answers and conferences. */
  toConfirm: number;
}

/** Numbers of the overview, over the tickets this person may see. */
export async function ticketCounters(
  deps: QueryDeps,
  actor: Actor,
  origins?: readonly Origin[],
): Promise<TicketCounters> {
  const now = deps.time.now();
  const live = sql`select 1 from responder_clocks c where c.ticket_id = t.id and c.state in ('running', 'overdue')`;
  const row = await deps.db
    .selectFrom('responder_tickets as t')
    .where(visibleTickets(actor, deps.books.units).where)
    .where('t.state', 'not in', ['closed', 'archived'])
    .where(counted(actor, origins))
    .select([
      sql<number>`count(*)`.as('openTickets'),
      sql<number>`count(*) filter (where exists (${live} and c.due_at <= ${now}))`.as('overdueTickets'),
      sql<number>`coalesce(sum((select count(*) from responder_clocks c
        where c.ticket_id = t.id and c.state in ('running', 'overdue') and c.provisional)), 0)::bigint`.as(
        'provisionalClocks',
      ),
      sql<number>`count(*) filter (where ${WAITING_FOR.judge})`.as('toJudge'),
      sql<number>`count(*) filter (where ${WAITING_FOR.accept})`.as('toAccept'),
      sql<number>`count(*) filter (where ${WAITING_FOR.confirm})`.as('toConfirm'),
    ])
    .executeTakeFirstOrThrow();
  return row;
}

export interface LagSummary extends MedianLags {
  /** How many tickets each median is of. */
  tickets: Record<keyof MedianLags, number>;
  targets: LagTargets;
}

/** Medians in seconds over the tickets of the last 30 days (live lags count as they stand); 补录 is left out. */
export async function lagSummary(
  deps: QueryDeps,
  actor: Actor,
  days = 30,
  origins?: readonly Origin[],
): Promise<LagSummary> {
  const now = deps.time.now();
  const rows = await deps.db
    .selectFrom('responder_tickets as t')
    .selectAll('t')
    .where(visibleTickets(actor, deps.books.units).where)
    .where(counted(actor, origins))
    .where('t.opened_at', '>=', new Date(now.getTime() - days * 86_400_000))
    .orderBy('t.opened_at', 'desc')
    .limit(2000)
    .execute();
  const lags = rows.map((row) => lagsOf(row, now)).filter((lag) => !lag.backfilled);
  return { ...mediansOf(lags), tickets: countsOf(lags), targets: lagTargets(deps.books.clocks) };
}

export interface LagRow {
  ticketId: string;
  number: string;
  title: string;
  lags: Lags;
}

/** One row a ticket, newest first, so that a median can be opened. */
export async function lagRows(deps: QueryDeps, actor: Actor, query: PageQuery = {}): Promise<Page<LagRow>> {
  const now = deps.time.now();
  const limit = limitOf(query);
  const after = readCursor(query.cursor);
  const rows = await deps.db
    .selectFrom('responder_tickets as t')
    .selectAll('t')
    .where(visibleTickets(actor, deps.books.units).where)
    .where(counted(actor, query.origins))
    .$if(after !== null, (q) => q.where(sql<boolean>`(t.opened_at, t.id) < (${after?.at}, ${after?.id}::uuid)`))
    .orderBy('t.opened_at', 'desc')
    .orderBy('t.id', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(
    rows,
    limit,
    now,
    (row: Ticket) => ({ ticketId: row.id, number: row.number, title: row.title, lags: lagsOf(row, now) }),
    (row) => cursorOf(row.opened_at, row.id),
  );
}
