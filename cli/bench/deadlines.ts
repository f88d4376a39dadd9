import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import type { Time } from '../../platform/ports/time.ts';
import { createTransact } from '../../platform/runtime/transact.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';
import { benchEvent } from '../../responder/deadlines/bench-event.ts';
import { sweepDeadlines, type SweepResult } from '../../responder/deadlines/sweep.ts';
import { takeEvent } from '../../responder/events/take-event.ts';
import { loadResponderBooks, type ResponderTables } from '../../responder/index.ts';
import { wrongUsage } from '../arguments.ts';
import type { Bench } from '../bench.ts';
import { openInstallation } from '../installation.ts';

const DEFAULT_CLOCKS = 10_000;
const DEFAULT_HOURS = 72;
const HOUR_MS = 3_600_000;
const USAGE = { usage: 'bench deadlines [时限条数] [停机小时数]' };

/**
 * `bench deadlines [N] [hours]`: N clocks fall due while nothing runs, not even the database; one sweep after it started again, on data of its own that
 * are removed again.
 * A stop of 72 hours (default) takes in every clock with its whole ladder of warnings and reminders. A shorter one lies around the minute at
 * which most clocks fall due; what comes before it has been told in time. One of six minutes (0.1) takes in the due moments alone.
 */
export const benchDeadlinesCommand: Bench = async (context, args) => {
  const wanted = wholeNumber(args[0], DEFAULT_CLOCKS, '条数');
  const hours = hoursOf(args[1]);
  const data = await mkdtemp(join(tmpdir(), 'huiying-bench-'));
  // Never the user's own database, wherever it is named.
  const nowhere = [
    'DATABASE_URL',
    'DATABASE_OWNER_URL',
    'DATABASE_URL_FILE',
    'DATABASE_OWNER_URL_FILE',
    'HUIYING_SETTINGS',
  ];
  const env = { ...context.env, ...Object.fromEntries(nowhere.map((name) => [name, undefined])), HUIYING_DATA: data };
  try {
    const open = () => openInstallation<ResponderTables>({ ...context, env });
    const stop = await within(open, (parts) => prepare(parts, { wanted, hours }, context.stderr));
    context.stderr.write(`停机 ${hours} 小时后重新启动，一次清扫……\n`);
    return await within(open, (parts) => measure(parts, stop));
  } finally {
    await rm(data, { recursive: true, force: true });
  }
};

/** An installation that is opened for this alone; closing it stops its database too. */
async function within<T>(
  open: () => ReturnType<typeof openInstallation<ResponderTables>>,
  work: (parts: Parts) => Promise<T>,
): Promise<T> {
  const installation = await open();
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}

type Parts = Pick<Awaited<ReturnType<typeof openInstallation<ResponderTables>>>, 'db' | 'ownerDb' | 'log' | 'settings'>;

interface Wanted {
  wanted: number;
  hours: number;
}
/** What lies in the database when the process ends, and when. */
interface Stop {
  clocks: number;
  hours: number;
  stopped: Date;
}

/** A time that stands where it is set. */
function setTime({ db, log }: Parts, first: Date) {
  let at = first;
  const time: Time = { ...systemTime, now: () => at };
  const transact = createTransact(db, { time, log, wakeRelay: () => undefined });
  return { time, transact, set: (next: Date) => void (at = next) };
}

async function prepare(
  parts: Parts,
  { wanted, hours }: Wanted,
  stderr: { write(text: string): unknown },
): Promise<Stop> {
  const { db, ownerDb, settings } = parts;
  const books = loadResponderBooks(settings.configFolder);
  const begun = systemTime.now();
  const { time, transact, set } = setTime(parts, begun);
  const whole = hours >= DEFAULT_HOURS;
  stderr.write(`正在建立 ${wanted} 条在走的时限……\n`);
  const ready = async (): Promise<boolean> => (whole ? await runningClocks(db) : (await busiest(db)).clocks) >= wanted;
  while (!(await ready()))
    for (let index = 0; index < 50; index += 1) await transact((unit) => takeEvent(unit, benchEvent(begun), books));
  const { due, clocks: together } = await busiest(db);
  const stopped = whole ? begun : new Date(due.getTime() - (hours * HOUR_MS) / 2);
  const clocks = whole ? await runningClocks(db) : together;
  set(stopped);
  if (!whole) await sweepDeadlines({ transact, time, books });
  // Rows minutes old: in a house that has run for days the server has looked at its tables long ago.
  await sql`analyze`.execute(ownerDb);
  return { clocks, hours, stopped };
}

async function measure(parts: Parts, { clocks, hours, stopped }: Stop) {
  const books = loadResponderBooks(parts.settings.configFolder);
  const at = new Date(stopped.getTime() + hours * HOUR_MS);
  const { time, transact } = setTime(parts, at);
  const batches: Batch[] = [];
  const begun = performance.now();
  const timed: typeof transact = async (work, options) => {
    const result = await transact(work, options);
    batches.push({ ms: performance.now() - begun, clocks: (result as SweepResult).clocks });
    return result;
  };
  const { fired } = await sweepDeadlines({ transact: timed, time, books });
  const totalMs = performance.now() - begun;
  const again = (await sweepDeadlines({ transact, time, books })).fired;
  return {
    clocks,
    hours,
    ...(await outcome(parts.db, stopped, at)),
    again,
    moments: fired,
    ...times(batches, totalMs),
  };
}

const runningClocks = async (db: Kysely<ResponderTables>): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from responder_clocks where state = 'running'`.execute(
    db,
  );
  return rows[0]!.n;
};

/** The minute at which most of the running clocks fall due. */
async function busiest(db: Kysely<ResponderTables>): Promise<{ due: Date; clocks: number }> {
  const { rows } = await sql<{ due: Date; clocks: number }>`
    select due_at as due, count(*) as clocks from responder_clocks where state = 'running'
    group by due_at order by clocks desc, due limit 1`.execute(db);
  return rows[0] ?? { due: new Date(0), clocks: 0 };
}

/** firedOnce = clocks that fell due in the stop and whose due moment came out exactly once; early = moments before their time. */
async function outcome(
  db: Kysely<ResponderTables>,
  from: Date,
  to: Date,
): Promise<{ firedOnce: number; early: number }> {
  const { rows } = await sql<{ firedOnce: number; early: number }>`
    select (select count(*) from (select clock_id from responder_clock_firings where point like 'due%'
        and planned_at > ${from} and planned_at <= ${to}
        group by clock_id having count(*) = 1) once) as "firedOnce",
      (select count(*) from responder_clock_firings where fired_at < planned_at) as early`.execute(db);
  return rows[0]!;
}

interface Batch {
  /** Committed so long after the return. */
  ms: number;
  clocks: number;
}

/** A clock has come out, and its people are told, when its batch is committed; p99Ms is how long after the return 99 of 100 clocks had. */
function times(batches: Batch[], totalMs: number): { p99Ms: number; totalMs: number } {
  const most = batches.reduce((sum, { clocks }) => sum + clocks, 0) * 0.99;
  let out = 0;
  const last = batches.find(({ clocks }) => (out += clocks) >= most);
  return { p99Ms: Math.round(last?.ms ?? totalMs), totalMs: Math.round(totalMs) };
}

/** Hours, also parts of one: 0.1 takes in the due moments alone, before the first step of the ladder. */
function hoursOf(typed: string | undefined): number {
  const value = typed === undefined ? DEFAULT_HOURS : Number(typed);
  if (!(value > 0 && Number.isFinite(value))) throw wrongUsage(USAGE, `“${typed}”不是小时数`);
  return value;
}

function wholeNumber(typed: string | undefined, otherwise: number, what: string): number {
  const value = typed === undefined ? otherwise : Number(typed);
  if (!Number.isInteger(value) || value < 1) throw wrongUsage(USAGE, `“${typed}”不是${what}`);
  return value;
}
