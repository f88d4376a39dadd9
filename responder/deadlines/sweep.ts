import { sql, type Kysely } from 'kysely';
import type { Colour } from '../../analyzer/messages.ts';
import type { Time } from '../../platform/ports/time.ts';
import type { Origin, Transact, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { ladder } from '../escalation/ladder.ts';
import type { ResponderTables } from '../tables.ts';
import { countDue, dueClocks, ticketsOf, type SweptClock } from './due-clocks.ts';
import { fireDue } from './fire.ts';
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

const BATCH = 1000;
/** Enough for every day; only when it is full are there more, and lanes for them. */
const FIRST = 50;
/** Of a process frozen in a sweep: another fires what it had locked, still within the 5 s a moment may be late. */
export const FROZEN_MS = 3_000;

/**
 * Fires every moment that has come, most overdue first, in batches of one transaction each. Rows another process works on are skipped, the
 * next sweep takes them. Exactly once: the row's own list of moments under its lock, and a unique firing row behind it. 10,000 clocks that
 * fell due while the process was down come out once each. A clock that cannot be fired holds no other up: the others of its batch come out one by
 * one, and its fault is thrown when all have.
 */
export async function sweepDeadlines(deps: SweepDeps, batch = BATCH): Promise<SweepResult> {
  const sweep: Sweep = { deps, done: { fired: 0, clocks: 0 }, broken: new Map() };
  const lane = async (share: number): Promise<void> => {
    while (await sweepOne(sweep, share));
  };
  // A heap after a stop: while the database writes for one lane, the other reads and words. What a lane left because the other held its
  // ticket comes out in the last one.
  if (await sweepOne(sweep, Math.min(batch, FIRST))) {
    const share = evenShare(await deps.transact((unit) => countDue(unit, deps.origins ?? ALL_ORIGINS)), batch);
    await settled([lane(share), lane(share)]);
    await lane(batch);
  }
  const [fault] = sweep.broken;
  if (fault) throw new Error(`clock ${fault[0]} cannot be fired (${sweep.broken.size} in all)`, { cause: fault[1] });
  return sweep.done;
}

/** Of a batch at most, and such that both lanes end together: neither stands idle while the other writes the rest. */
const evenShare = (due: number, batch: number): number => {
  const rounds = Math.max(1, Math.ceil(due / (2 * batch)));
  return Math.max(1, Math.ceil(due / (2 * rounds)));
};

interface Sweep {
  deps: SweepDeps;
  done: SweepResult;
  /** Clocks that could not be fired, with what was wrong. */
  broken: Map<string, unknown>;
}

/** @returns whether there may be more */
async function sweepOne(sweep: Sweep, batch: number): Promise<boolean> {
  const { deps, done, broken } = sweep;
  const taken: string[] = [];
  try {
    const { fired, clocks } = await deps.transact(
      (unit) => {
        taken.length = 0;
        return sweepBatch(unit, deps, { batch, except: [...broken.keys()], taken });
      },
      { frozenMs: FROZEN_MS },
    );
    done.fired += fired;
    done.clocks += clocks;
    return clocks === batch;
  } catch (error) {
    // None taken: the database itself is away.
    if (taken.length === 0) throw error;
    if (taken.length === 1) broken.set(taken[0]!, error);
    else for (let left = taken.length; left > 0 && (await sweepOne(sweep, 1)); left -= 1);
    return true;
  }
}

/** Both lanes have ended before a failure is told: none writes on behind its caller's back. */
async function settled(lanes: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
  if (failed) throw failed.reason;
}

interface Batch {
  batch: number;
  except: string[];
  /** Filled with the clocks it works on. */
  taken: string[];
}

async function sweepBatch(
  unit: UnitOfWork<ResponderTables>,
  { books, origins = ALL_ORIGINS }: SweepDeps,
  { batch, except, taken }: Batch,
): Promise<SweepResult> {
  const clocks = await dueClocks(unit, { origins, limit: batch, except });
  taken.push(...clocks.map(({ id }) => id));
  if (clocks.length === 0) return { fired: 0, clocks: 0 };
  const tickets = await ticketsOf(unit, clocks);
  const swept = clocks.map((clock): SweptClock => {
    const ticket = tickets.get(clock.ticket_id)!;
    const rungs = (due: Date, colour: Colour | null) => ladder(books.escalation, colour, due, books.calendar);
    return { clock, ticket, result: fireDue(clock, ticket.colour, unit.now, rungs) };
  });
  await writeClocks(unit, swept);
  await recordFirings(unit, swept, books);
  return { fired: swept.reduce((sum, one) => sum + one.result.fired.length, 0), clocks: clocks.length };
}

async function writeClocks(unit: UnitOfWork<ResponderTables>, swept: SweptClock[]): Promise<void> {
  const rows = swept.map(({ clock, result }) => ({
    id: clock.id,
    points: result.points,
    state: result.state,
    next_fire_at: result.nextFireAt,
    falls: result.overdue,
  }));
  await sql`update responder_clocks c
    set points = x.points, state = x.state, next_fire_at = x.next_fire_at,
      overdue_at = case when x.falls then c.due_at else c.overdue_at end
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as x(id uuid, points jsonb, state text, next_fire_at timestamptz, falls boolean)
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
