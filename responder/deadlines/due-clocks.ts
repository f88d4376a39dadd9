import { sql } from 'kysely';
import type { Origin, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import type { Clock, Ticket } from '../tickets/ticket.ts';
import type { FiringResult } from './fire.ts';

/** What of a clock and its ticket a sweep reads. After a long stop it reads thousands: their snapshots and explanations are not asked for. */
const CLOCK = [
  ...(['id', 'ticket_id', 'rule_id', 'title', 'role', 'rule', 'start_at', 'due_at'] as const),
  ...(['owner_unit', 'provisional', 'state', 'points'] as const),
] as const;
const TICKET = [
  ...(['id', 'number', 'title', 'revision', 'event_id', 'state', 'jurisdiction', 'origin', 'colour'] as const),
  ...(['lead_unit', 'co_units', 'via_units', 'coordinator_unit', 'owner_unit'] as const),
  ...(['opened_at', 'reviewed_at', 'first_response_at'] as const),
] as const;
export type DueClock = Pick<Clock, (typeof CLOCK)[number]>;
export type DueTicket = Pick<Ticket, (typeof TICKET)[number]>;

/** One clock with what came out of it. */
export interface SweptClock {
  clock: DueClock;
  ticket: DueTicket;
  result: FiringResult;
}

export interface Wanted {
  origins: readonly Origin[];
  limit: number;
  /** Clocks to leave alone. */
  except: readonly string[];
}

/** The most overdue clocks, locked together with their tickets, so that a verb on the same ticket waits or is skipped, never interleaves. */
export const dueClocks = (
  { tx, now }: UnitOfWork<ResponderTables>,
  { origins, limit, except }: Wanted,
): Promise<DueClock[]> =>
  tx
    .selectFrom('responder_clocks as c')
    .innerJoin('responder_tickets as t', 't.id', 'c.ticket_id')
    .select(CLOCK.map((column) => `c.${column}` as const))
    .where('c.next_fire_at', '<=', now)
    .where('c.origin', 'in', [...origins])
    // Left out while nothing is broken: the planner would take it for a sieve and sort all that is due instead of reading the first of the index.
    .$if(except.length > 0, (due) => due.where(sql<boolean>`c.id <> all(${except}::uuid[])`))
    .orderBy('c.next_fire_at')
    .limit(limit)
    .forUpdate(['c', 't'])
    .skipLocked()
    .execute();

/** Tickets of these clocks, by id. */
export async function ticketsOf(
  { tx }: UnitOfWork<ResponderTables>,
  clocks: readonly DueClock[],
): Promise<Map<string, DueTicket>> {
  const ids = [...new Set(clocks.map((clock) => clock.ticket_id))];
  const rows = await tx
    .selectFrom('responder_tickets')
    .select(TICKET)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((ticket) => [ticket.id, ticket]));
}
