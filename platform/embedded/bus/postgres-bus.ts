import type { Pool } from 'pg';
import type { EventBus, Subscription } from '../../ports/event-bus.ts';
import type { Time } from '../../ports/time.ts';
import { AppError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/log.ts';
import { guardCheckedOut, openSession, type NewClient } from '../../runtime/pg-session.ts';
import { TOPIC_RETENTION_DAYS, TOPICS } from '../../runtime/topics.ts';
import { members } from './membership.ts';
import { pruneLog } from './prune.ts';
import { writeBatch } from './publish.ts';
import { lag, startSubscription } from './subscription.ts';
import { createWatermarks, type Watermarks } from './watermarks.ts';

export interface PostgresBusOptions {
  /** Short queries: publishing and fetching. */
  pool: Pool;
  /** Unconnected clients to the same database; each subscription holds one, and the bus one to listen. */
  newClient: NewClient;
  /** Stamps messages; decides what is old enough to prune. Back-offs and polls follow the machine's own clock. */
  time: Time;
  log: Logger;
  topics?: Record<string, { partitions: number }>;
  pollMs?: number;
  backoff?: { firstMs: number; maxMs: number };
  /** How often members of a group are counted, so how long a killed process's partitions wait at most. */
  shareMs?: number;
  beatMs?: number;
  /** A member without a sign of life for so long is disconnected. */
  freezeMs?: number;
}

export interface PostgresBus extends EventBus {
  /** Deletes what is older than seven days and read by every known group. Also runs by itself every hour. */
  prune(): Promise<number>;
  /** Rejects when the bus cannot answer; for /readyz. */
  ping(): Promise<void>;
}

const DEFAULTS = {
  topics: TOPICS as Record<string, { partitions: number }>,
  pollMs: 200,
  backoff: { firstMs: 100, maxMs: 5_000 },
  shareMs: 1_000,
  beatMs: 5_000,
  freezeMs: 30_000,
};

/** The message bus of the embedded profile: log and offsets as tables, wake-up by NOTIFY, backed by a poll. */
export function createPostgresBus(given: PostgresBusOptions): PostgresBus {
  const options = { ...DEFAULTS, ...given };
  const { time, log } = options;
  const pool = guardCheckedOut(options.pool);
  const subscriptions = new Set<Subscription>();
  const marks = createWatermarks(options);
  const partitionsOf = (topic: string): number => partitionsIn(options.topics, topic);
  const open = openOnce(pool, options.topics, marks);
  const prune = (): Promise<number> =>
    pruneLog(pool, new Date(time.now().getTime() - TOPIC_RETENTION_DAYS * 86_400_000));
  const timer = hourly(prune, log);

  return {
    async publish(messages) {
      await open();
      marks.raise(await writeBatch(pool, messages, partitionsOf, time.now()));
    },
    async subscribe(subscribe) {
      subscribe.topics.forEach(partitionsOf);
      await open();
      const { subscription, joined } = startSubscription({ ...options, subscribe, partitionsOf, marks });
      const stop = async (): Promise<void> => {
        await subscription.stop();
        subscriptions.delete(tracked);
      };
      const tracked = { ...subscription, stop };
      subscriptions.add(tracked);
      await joined;
      return tracked;
    },
    lag: (group, topic) => lag(pool, group, [topic]),
    rewind: (group, topic) => rewind(pool, options.newClient, group, topic),
    prune,
    ping: async () => void (await pool.query('select 1 from bus_partitions limit 1')),
    async close() {
      clearInterval(timer);
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
      await marks.stop();
    },
  };
}

function hourly(prune: () => Promise<number>, log: Logger): NodeJS.Timeout {
  const run = (): void =>
    void prune().catch((error: unknown) => log.warn({ err: error }, 'old messages stay for another hour'));
  return setInterval(run, 3_600_000).unref();
}

function partitionsIn(topics: Record<string, { partitions: number }>, topic: string): number {
  const known = topics[topic];
  if (!known) throw new AppError('misconfigured', `消息主题“${topic}”没有登记（platform/runtime/topics.ts）`);
  return known.partitions;
}

/** Partitions are made at first use and never taken away; a failure is tried again by the next caller. */
function openOnce(pool: Pool, topics: Record<string, { partitions: number }>, marks: Watermarks): () => Promise<void> {
  let opened: Promise<void> | undefined;
  return () =>
    (opened ??= pool
      .query(
        `insert into bus_partitions (topic, partition) select t, p from unnest($1::text[], $2::int[]) as w(t, n),
           generate_series(0, n - 1) as p order by 1, 2 on conflict do nothing`,
        [Object.keys(topics), Object.values(topics).map((topic) => topic.partitions)],
      )
      .then(() => marks.start())
      .catch((error: unknown) => {
        opened = undefined;
        throw error;
      }));
}

async function rewind(pool: Pool, newClient: NewClient, group: string, topic: string): Promise<void> {
  const session = await openSession(newClient);
  try {
    const present = (await members(session, group, [topic])).get(topic)!;
    if (present.length > 0)
      throw new AppError('conflict', `消费组“${group}”仍在运行（${present.length} 个），请先停止再回放“${topic}”`);
    await pool.query(
      `insert into bus_offsets (group_name, topic, partition, next_offset)
       select $1, topic, partition, first_offset from bus_partitions where topic = $2
       on conflict (group_name, topic, partition) do update set next_offset = excluded.next_offset, published_at = null`,
      [group, topic],
    );
  } finally {
    await session.close();
  }
}
