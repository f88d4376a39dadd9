import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { createPostgresBus } from '../../platform/embedded/bus/postgres-bus.ts';
import type { ConsumerActivity } from '../../platform/runtime/consume.ts';
import { openPool } from '../../platform/runtime/database.ts';
import { createKeys } from '../../platform/runtime/keys.ts';
import type { Kernel } from '../../platform/runtime/kernel.ts';
import { createLifecycle } from '../../platform/runtime/lifecycle.ts';
import { silentLog, type Logger } from '../../platform/runtime/log.ts';
import { watchMachineClock } from '../../platform/runtime/machine-clock.ts';
import { openKernel } from '../../platform/runtime/open-kernel.ts';
import { clientsOf } from '../../platform/runtime/pg-session.ts';
import { createSimulatedJobs } from '../../platform/runtime/simulated-jobs.ts';
import { createSimulatedTime, type SimulatedTime } from '../../platform/runtime/simulated-time.ts';
import { testDatabase, type TestDatabase } from './database.ts';

export interface TestKernel<T> {
  kernel: Kernel<T>;
  /** Advancing it runs due jobs and lets messages settle at every stop. */
  time: SimulatedTime;
  database: TestDatabase<T>;
  /** Resolves when the outbox is empty and every subscribed group has handled everything (or waits in a pause it asked for). */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface TestKernelOptions {
  /** Default 2026-02-24 09:00 in Shanghai, a Tuesday and a working day. */
  now?: Date;
  log?: Logger;
  /** Give up settling after so long. Default 45 s. */
  settleMs?: number;
  /** How far this machine's clock runs ahead of the database's. Default: they agree. */
  aheadMs?: () => number;
}

/**
 * Everything real but the clock: PostgreSQL, transactions, outbox, relay, bus, keys; jobs and time are simulated.
 * One a test file is enough; close() removes the database.
 */
export async function testKernel<T = unknown>(options: TestKernelOptions = {}): Promise<TestKernel<T>> {
  const database = await testDatabase<T>();
  const log = options.log ?? silentLog;
  const time = createSimulatedTime(options.now ?? new Date('2026-02-24T09:00:00+08:00'));
  const { aheadMs = () => 0 } = options;
  const clock = watchMachineClock({ time, log }, async () => new Date(time.now().getTime() - aheadMs()));
  const pool = openPool(database.appConfig, { name: 'test kernel' });
  const newClient = clientsOf(database.appConfig, 'test kernel');
  const backoff = { firstMs: 2, maxMs: 20 };
  const activity: ConsumerActivity = { consumers: new Set(), pausing: 0, handling: 0 };
  const lifecycle = createLifecycle(log);
  lifecycle.onStop('database', () => database.drop());
  lifecycle.onStop('pool', () => pool.end());
  const { kernel } = openKernel(
    {
      ...{ db: database.db, pool, newClient, time, log, backoff, activity, clock },
      bus: createPostgresBus({ pool, newClient, time, log, backoff, shareMs: 200 }),
      jobs: createSimulatedJobs(time, log),
      metrics: new Registry(),
      keys: createKeys(Buffer.alloc(32, 7)),
    },
    lifecycle,
  );
  const quiet = (): Promise<void> => settled(database, activity, options.settleMs ?? 45_000);
  time.onStop(quiet);
  const settle = async (): Promise<void> => {
    await quiet();
    // A handler may have asked for a job at this very instant; running it is part of settling.
    while (time.waiting().some((at) => at <= time.now())) await time.advance(0);
  };
  return {
    ...{ kernel, time, database, settle },
    async close() {
      const failed = await lifecycle.stop();
      if (failed.length > 0) throw new Error(`the test kernel did not stop cleanly: ${failed.join(', ')}`);
    },
  };
}

/**
 * One statement sees one state: a message is in the outbox, or on the bus and not yet passed, or done with everything it caused
 * written. So an empty answer means quiet, however the parts run.
 */
async function settled<T>(database: TestDatabase<T>, activity: ConsumerActivity, limitMs: number): Promise<void> {
  const until = performance.now() + limitMs;
  for (let quiet = 0; quiet < 2;) {
    const open = await unfinished(database, activity);
    if (open.length === 0) return;
    // Only pauses are left, and they last until somebody advances the clock: as quiet as it gets.
    const pausing = activity.pausing > 0 && activity.handling === 0 && !open.some((line) => line.startsWith('outbox'));
    quiet = pausing ? quiet + 1 : 0;
    if (performance.now() > until) throw new Error(`messages did not settle: ${open.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, pausing ? 10 : 1));
  }
}

async function unfinished<T>(database: TestDatabase<T>, { consumers }: ConsumerActivity): Promise<string[]> {
  const list = [...consumers];
  const { rows } = await sql<{ line: string }>`
    select 'outbox ' || topic || ' ' || count(*) as line from platform_outbox group by topic
    union all
    select c.g || ' ' || p.topic || '/' || p.partition || ' ' || p.next_offset - coalesce(o.next_offset, 0)
      from unnest(${list.map((c) => c.group)}::text[], ${list.map((c) => c.topic)}::text[]) as c(g, t)
      join bus_partitions p on p.topic = c.t
      left join bus_offsets o on o.group_name = c.g and o.topic = p.topic and o.partition = p.partition
     where p.next_offset > greatest(coalesce(o.next_offset, 0), p.first_offset)`.execute(database.ownerDb);
  return rows.map((row) => row.line);
}
