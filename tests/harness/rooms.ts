import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { createAnalyzer, type AnalyzerTables } from '../../analyzer/index.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import { collect, type IngestTables, type RawRecord } from '../../ingest/index.ts';
import type { EventBus, Subscription } from '../../platform/ports/event-bus.ts';
import type { ConsumerActivity } from '../../platform/runtime/consume.ts';
import { openPool } from '../../platform/runtime/database.ts';
import { createKeys } from '../../platform/runtime/keys.ts';
import type { Kernel, Transact } from '../../platform/runtime/kernel.ts';
import { createLifecycle } from '../../platform/runtime/lifecycle.ts';
import { silentLog } from '../../platform/runtime/log.ts';
import { openKernel } from '../../platform/runtime/open-kernel.ts';
import { clientsOf, type NewClient } from '../../platform/runtime/pg-session.ts';
import { createSimulatedJobs } from '../../platform/runtime/simulated-jobs.ts';
import { createSimulatedTime, type SimulatedTime } from '../../platform/runtime/simulated-time.ts';
import { createResponder, type ResponderTables } from '../../responder/index.ts';
import { testDatabase, type TestDatabase } from './database.ts';

export interface Rooms {
  time: SimulatedTime;
  database: TestDatabase<RoomTables>;
  /** Handlers called so far, by group and topic. */
  deliveries: Map<string, number>;
  collect(source: string, records: RawRecord[]): Promise<void>;
  /** Outbox empty, every group at the end of its topic, every handler done. */
  settle(): Promise<void>;
  /** Stops the stages while `work` is done, starts them again and settles. */
  without(work: () => Promise<void>): Promise<void>;
  /** For what a command line does to the same database. */
  transact: Transact<RoomTables>;
  metrics: Registry;
  /** Stops the stages, moves every group back to the first message, starts them again and settles. */
  replay(): Promise<void>;
  close(): Promise<void>;
}
export type RoomTables = IngestTables & AnalyzerTables & ResponderTables;

/** What a bus is made from. */
export interface BusParts {
  pool: ReturnType<typeof openPool>;
  newClient: NewClient;
}

const SETTLE_MS = 60_000;

/** Ingest, analyzer and responder in this process on any message bus, each batch delivered `times`; simulated time from `now`. */
export async function openRooms(makeBus: (parts: BusParts) => Promise<EventBus>, now: Date, times = 1): Promise<Rooms> {
  const database = await testDatabase<RoomTables>();
  const time = createSimulatedTime(now);
  const pool = openPool(database.appConfig, { name: 'rooms' });
  const newClient = clientsOf(database.appConfig, 'rooms');
  const lifecycle = createLifecycle(silentLog);
  lifecycle.onStop('database', () => database.drop());
  lifecycle.onStop('pool', () => pool.end());
  const { bus, running, deliveries } = repeating(await makeBus({ pool, newClient }), times);
  const activity: ConsumerActivity = { consumers: new Set(), pausing: 0, handling: 0 };
  const { kernel } = openKernel(
    {
      ...{ db: database.db, pool, newClient, bus, time, log: silentLog, activity, metrics: new Registry() },
      ...{ jobs: createSimulatedJobs(time, silentLog), keys: createKeys(Buffer.alloc(32, 7)) },
      backoff: { firstMs: 2, maxMs: 50 },
    },
    lifecycle,
  );
  const stages = stagesOf(kernel);
  const settle = async (): Promise<void> => {
    const idle = async (): Promise<boolean> => {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from platform_outbox`.execute(
        database.ownerDb,
      );
      const lags = await Promise.all([...running.keys()].map((each) => each.lag()));
      return rows[0]!.n === 0 && activity.handling === 0 && lags.every((lag) => lag === 0);
    };
    // Twice: between a handler's commit and the commit of its offset either look may miss the other.
    for (let quiet = 0, until = performance.now() + SETTLE_MS; quiet < 2;) {
      quiet = (await idle()) ? quiet + 1 : 0;
      if (performance.now() > until) throw new Error('messages did not settle');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const start = async (): Promise<void> => void (await Promise.all(stages.map((stage) => stage.start())));
  const stop = async (): Promise<void> => void (await Promise.all(stages.map((stage) => stage.stop())));
  await start();
  await kernel.jobs.start();
  time.onStop(settle);
  return {
    ...{ time, database, deliveries, settle },
    collect: async (source, records) => {
      const wish = { source, sourceType: 'weibo' as const, jurisdiction: '990100', historyDays: 90 };
      await collect(kernel as unknown as Kernel<IngestTables>, records, wish);
    },
    ...{ transact: kernel.transact, metrics: kernel.metrics },
    async without(work) {
      await stop();
      await work();
      await start();
      await settle();
    },
    async replay() {
      const groups = new Set(
        [...running.values()].flatMap(({ group, topics }) => topics.map((topic) => `${group} ${topic}`)),
      );
      await stop();
      for (const [group, topic] of [...groups].map((each) => each.split(' '))) await bus.rewind(group!, topic!);
      deliveries.clear();
      await start();
      await settle();
    },
    async close() {
      await stop();
      const failed = await lifecycle.stop();
      if (failed.length > 0) throw new Error(`the rooms did not stop cleanly: ${failed.join(', ')}`);
    },
  };
}

function stagesOf(kernel: Kernel<RoomTables>) {
  const seenBy = <T>(): Kernel<T> => kernel as unknown as Kernel<T>;
  const settings = { configFolder: shippedConfigFolder(), workers: 1 };
  return [
    createAnalyzer({ kernel: seenBy<AnalyzerTables>(), settings }),
    createResponder({ kernel: seenBy<ResponderTables>(), settings }),
  ];
}

/** A bus that hands every batch over several times, as after crashes between the work and its commit. */
function repeating(bus: EventBus, times: number) {
  const running = new Map<Subscription, { group: string; topics: string[] }>();
  const deliveries = new Map<string, number>();
  const wrapped: EventBus = {
    publish: (messages) => bus.publish(messages),
    lag: (group, topic) => bus.lag(group, topic),
    rewind: (group, topic) => bus.rewind(group, topic),
    close: () => bus.close(),
    async subscribe(options) {
      const subscription = await bus.subscribe({
        ...options,
        async handle(batch) {
          for (let nth = 0; nth < times; nth += 1) {
            const key = `${options.group} ${batch.topic}`;
            deliveries.set(key, (deliveries.get(key) ?? 0) + batch.messages.length);
            await options.handle(batch);
          }
        },
      });
      const own: Subscription = {
        lag: () => subscription.lag(),
        async stop() {
          await subscription.stop();
          running.delete(own);
        },
      };
      running.set(own, options);
      return own;
    },
  };
  return { bus: wrapped, running, deliveries };
}
