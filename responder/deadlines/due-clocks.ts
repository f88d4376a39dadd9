import { sql } from 'kysely';
import type { Origin, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import type { Clock, Ticket } from '../tickets/ticket.ts';
import type { FiringResult } from './fire.ts';

/** What of a clock and its ticket a sweep reads. After a long stop it reads thousands: their snapshots and explanations are not asked for. */
const CLOCK = [
  ...(['id', 'ticket_id', 'rule_id', 'title', 'role', 'start_at', 'due_at'] as const),
  ...(['owner_unit', 'provisional', 'state', 'points'] as const),
] as const;
const TICKET = [
  ...(['id', 'number', 'title', 'revision', 'event_id', 'state', 'jurisdiction', 'origin', 'colour'] as const),
  ...(['lead_unit', 'co_units', 'via_units', 'coordinator_unit', 'owner_unit'] as const),
  ...(['opened_at', 'reviewed_at', 'first_response_at'] as const),
] as const;
/** Of the frozen rule, read whole it would be half of all that travels. */
interface DueRule {
  /** The paper the rule comes from. */
  doc: string;
  /** Ends with the signing for the order. */
  awaits_signing: boolean;
  /** What it may mean to have missed it. */
  candidate: NonNullable<Clock['rule']['candidate']> | null;
}
const RULE = [
  sql<DueRule['doc']>`c.rule #>> '{source,doc}'`.as('doc'),
  sql<DueRule['awaits_signing']>`(c.rule -> 'satisfied_by') @> '[{"fact":"accepted"}]'`.as('awaits_signing'),
  sql<DueRule['candidate']>`c.rule ->> 'candidate'`.as('candidate'),
];
export type DueClock = Pick<Clock, (typeof CLOCK)[number]> & DueRule;
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
    .select([...CLOCK.map((column) => `c.${column}` as const), ...RULE])
    .where('c.next_fire_at', '<=', now)
    .where('c.origin', 'in', [...origins])
    // Left out while nothing is broken: the planner would take it for a sieve and sort all that is due instead of reading the first of the index.
    .$if(except.length > 0, (due) => due.where(sql<boolean>`c.id <> all(${except}::uuid[])`))
    .orderBy('c.next_fire_at')
    .limit(limit)
    .forUpdate(['c', 't'])
    .skipLocked()
    .execute();

/** How many clocks have a moment that has come. */
export async function countDue({ tx, now }: UnitOfWork<ResponderTables>, origins: readonly Origin[]): Promise<number> {
  const { rows } = await sql<{ due: number }>`select count(*)::int as due from responder_clocks
    where next_fire_at <= ${now}::timestamptz and origin = any(${[...origins]})`.execute(tx);
  return rows[0]!.due;
}

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
