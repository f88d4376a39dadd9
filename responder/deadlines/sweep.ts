import { sql, type Kysely } from 'kysely';
import type { Time } from '../../platform/ports/time.ts';
import type { Origin, Transact, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { ladder } from '../escalation/ladder.ts';
import type { ResponderTables } from '../tables.ts';
import type { Clock, Ticket } from '../tickets/ticket.ts';
import { fireDue, type FiringResult } from './fire.ts';
import { recordFirings } from './firing-records.ts';

export interface SweepDeps {
  transact: Transact<ResponderTables>;
  time: Time;
  books: ResponderBooks;
  /** Only tickets of these; default all. While the demonstration is being told its clocks follow the story's time, not ours. */
  origins?: readonly Origin[];
}

export const ALL_ORIGINS: readonly Origin[] = ['live', 'demo', 'drill'];

export interface SweepResult {
  /** Moments that came out, silent ones included. */
  fired: number;
  clocks: number;
}

/** One clock with what came out of it. */
export interface SweptClock {
  clock: Clock;
  ticket: Ticket;
  result: FiringResult;
}

const BATCH = 500;
/** Of a process frozen in a sweep: another fires what it had locked, still within the 5 s a moment may be late. */
export const FROZEN_MS = 3_000;

/**
 * Fires every moment that has come, most overdue first, in batches of one transaction each. Rows another process works on are skipped, the
 * next sweep takes them. Exactly once: the row's own list of moments under its lock, and a unique firing row behind it. 10,000 clocks that
 * fell due while the process was down come out once each.
 */
export async function sweepDeadlines(deps: SweepDeps, batch = BATCH): Promise<SweepResult> {
  const total: SweepResult = { fired: 0, clocks: 0 };
  const one = async (): Promise<boolean> => {
    const { fired, clocks } = await deps.transact((unit) => sweepBatch(unit, deps, batch), { frozenMs: FROZEN_MS });
    total.fired += fired;
    total.clocks += clocks;
    return clocks === batch;
  };
  const lane = async (): Promise<void> => {
    while (await one());
  };
  // A heap after a stop: while the database writes for one lane, the other reads and words. What a lane left because the other held its
  // ticket comes out in the last one.
  if (await one()) {
    await settled([lane(), lane()]);
    await lane();
  }
  return total;
}

/** Both lanes have ended before a failure is told: none writes on behind its caller's back. */
async function settled(lanes: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
  if (failed) throw failed.reason;
}

async function sweepBatch(
  unit: UnitOfWork<ResponderTables>,
  { books, origins = ALL_ORIGINS }: SweepDeps,
  batch: number,
): Promise<SweepResult> {
  const clocks = await dueClocks(unit, origins, batch);
  if (clocks.length === 0) return { fired: 0, clocks: 0 };
  const tickets = await unit.tx
    .selectFrom('responder_tickets')
    .selectAll()
    .where('id', 'in', [...new Set(clocks.map((clock) => clock.ticket_id))])
    .execute();
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const swept = clocks.map((clock): SweptClock => {
    const ticket = byId.get(clock.ticket_id)!;
    const rungs = (due: Date, colour: Ticket['colour']) => ladder(books.escalation, colour, due, books.calendar);
    return { clock, ticket, result: fireDue(clock, ticket.colour, unit.now, rungs) };
  });
  await writeClocks(unit, swept);
  await recordFirings(unit, swept, books);
  return { fired: swept.reduce((sum, one) => sum + one.result.fired.length, 0), clocks: clocks.length };
}

/** Locks clock and ticket together, so that a verb on the same ticket waits or is skipped, never interleaves. */
const dueClocks = (unit: UnitOfWork<ResponderTables>, origins: readonly Origin[], batch: number): Promise<Clock[]> =>
  unit.tx
    .selectFrom('responder_clocks as c')
    .innerJoin('responder_tickets as t', 't.id', 'c.ticket_id')
    .selectAll('c')
    .where('c.next_fire_at', '<=', unit.now)
    .where('c.origin', 'in', [...origins])
    .orderBy('c.next_fire_at')
    .limit(batch)
    .forUpdate(['c', 't'])
    .skipLocked()
    .execute();

async function writeClocks(unit: UnitOfWork<ResponderTables>, swept: SweptClock[]): Promise<void> {
  const rows = swept.map(({ clock, result }) => ({
    id: clock.id,
    points: result.points,
    state: result.state,
    next_fire_at: result.nextFireAt,
    overdue_at: result.overdue ? clock.due_at : clock.overdue_at,
  }));
  await sql`update responder_clocks c
    set points = x.points, state = x.state, next_fire_at = x.next_fire_at, overdue_at = x.overdue_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(id uuid, points jsonb, state text, next_fire_at timestamptz, overdue_at timestamptz)
    where c.id = x.id`.execute(unit.tx);
}

/** The earliest moment still to come out, for the next wake-up hint. */
export async function nextMoment(
  db: Kysely<ResponderTables>,
  origins: readonly Origin[] = ALL_ORIGINS,
): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select least(
      (select min(next_fire_at) from responder_clocks where next_fire_at is not null and origin = any(${[...origins]})),
      (select min(next_at) from responder_chains where next_at is not null and origin = any(${[...origins]})),
      (select min(tell_at) from responder_promises where tell_at is not null and origin = any(${[...origins]})),
      (select min(tell_at) from responder_media_questions where tell_at is not null and origin = any(${[...origins]}))) as at`.execute(
    db,
  );
  return rows[0]?.at ?? null;
}
