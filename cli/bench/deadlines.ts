import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import type { Time } from '../../platform/ports/time.ts';
import { createTransact } from '../../platform/runtime/transact.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';
import { benchEvent } from '../../responder/deadlines/bench-event.ts';
import { sweepDeadlines } from '../../responder/deadlines/sweep.ts';
import { takeEvent } from '../../responder/events/take-event.ts';
import { loadResponderBooks, type ResponderTables } from '../../responder/index.ts';
import { wrongUsage } from '../arguments.ts';
import type { Bench } from '../bench.ts';
import { openInstallation } from '../installation.ts';

const DEFAULT_CLOCKS = 10_000;
const DOWN_MS = 72 * 3_600_000;

/** `bench deadlines [N]`: N clocks fall due while nothing runs; one sweep afterwards, in a database of its own that is removed again. */
export const benchDeadlinesCommand: Bench = async (context, args) => {
  const wanted = args[0] === undefined ? DEFAULT_CLOCKS : Number(args[0]);
  if (!Number.isInteger(wanted) || wanted < 1)
    throw wrongUsage({ usage: 'bench deadlines [时限条数]' }, `“${args[0]}”不是条数`);
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
    const installation = await openInstallation<ResponderTables>({ ...context, env });
    try {
      return await measure(installation, wanted, context.stderr);
    } finally {
      await installation.close();
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
};

type Parts = Pick<Awaited<ReturnType<typeof openInstallation<ResponderTables>>>, 'db' | 'log' | 'settings'>;

async function measure({ db, log, settings }: Parts, wanted: number, stderr: { write(text: string): unknown }) {
  const books = loadResponderBooks(settings.configFolder);
  let at = systemTime.now();
  const time: Time = { ...systemTime, now: () => at };
  const transact = createTransact(db, { time, log, wakeRelay: () => undefined });
  stderr.write(`正在建立 ${wanted} 条在走的时限……\n`);
  for (let running = 0; running < wanted; running = await runningClocks(db))
    for (let index = 0; index < 50; index += 1) await transact((unit) => takeEvent(unit, benchEvent(at), books));
  const clocks = await runningClocks(db);
  at = new Date(at.getTime() + DOWN_MS);
  stderr.write('停机 72 小时后的一次清扫……\n');
  const batches: number[] = [];
  const begun = performance.now();
  const timed: typeof transact = async (work, options) => {
    const result = await transact(work, options);
    batches.push(performance.now() - begun);
    return result;
  };
  const { fired } = await sweepDeadlines({ transact: timed, time, books });
  const totalMs = performance.now() - begun;
  const again = (await sweepDeadlines({ transact, time, books })).fired;
  return { clocks, ...(await outcome(db)), again, moments: fired, ...times(batches, totalMs) };
}

const runningClocks = async (db: Kysely<ResponderTables>): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from responder_clocks where state = 'running'`.execute(
    db,
  );
  return rows[0]!.n;
};

/** firedOnce = clocks whose due moment came out exactly once; early = moments before their time. */
async function outcome(db: Kysely<ResponderTables>): Promise<{ firedOnce: number; early: number }> {
  const { rows } = await sql<{ firedOnce: number; early: number }>`
    select (select count(*) from (select clock_id from responder_clock_firings where point like 'due%'
        group by clock_id having count(*) = 1) once) as "firedOnce",
      (select count(*) from responder_clock_firings where fired_at < planned_at) as early`.execute(db);
  return rows[0]!;
}

/** A clock has come out when its batch is committed; p99Ms is how long after the return 99 of 100 batches had. */
function times(batches: number[], totalMs: number): { p99Ms: number; totalMs: number } {
  const p99 = batches[Math.min(batches.length - 1, Math.ceil(batches.length * 0.99) - 1)] ?? totalMs;
  return { p99Ms: Math.round(p99), totalMs: Math.round(totalMs) };
}
