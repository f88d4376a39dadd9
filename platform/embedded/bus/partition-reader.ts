import type { Pool } from 'pg';
import type { DeliveredMessage, Subscribe } from '../../ports/event-bus.ts';
import type { Logger } from '../../runtime/log.ts';
import type { PgSession } from '../../runtime/pg-session.ts';
import { createSignal } from '../../runtime/signal.ts';
import type { Watermarks } from './watermarks.ts';

export interface ReaderOptions {
  subscribe: Subscribe;
  topic: string;
  partition: number;
  pool: Pool;
  /** Holds the partition's lock. Offsets are committed on it and nowhere else: without the lock there is no commit. */
  session: PgSession;
  marks: Watermarks;
  log: Logger;
  backoff: { firstMs: number; maxMs: number };
}

/** Works through one partition while this process owns it. */
export interface PartitionReader {
  wake(): void;
  /** Ends after the batch at hand. */
  release(): Promise<void>;
  /** Rejects when the commit fails, that is when the lease is lost. */
  readonly done: Promise<void>;
}

export function readPartition(options: ReaderOptions): PartitionReader {
  const { topic, partition, session, subscribe, marks } = options;
  const signal = createSignal();
  let released = false;
  const open = (): boolean => !released && session.alive;

  /** Runs work until it succeeds or the partition is given up; the back-off doubles. */
  async function persist(work: () => Promise<void>, what: string): Promise<boolean> {
    for (let failures = 0; open(); failures++) {
      try {
        await work();
        return true;
      } catch (error) {
        if (!open()) break;
        options.log.warn({ err: error, group: subscribe.group, topic, partition }, `${what} failed, will be repeated`);
        const until = performance.now() + Math.min(options.backoff.firstMs * 2 ** failures, options.backoff.maxMs);
        while (open() && performance.now() < until) await signal.wait(until - performance.now());
      }
    }
    return false;
  }

  async function run(): Promise<void> {
    if (!(await persist(async () => subscribe.onAssigned?.(topic, partition), 'taking the partition over'))) return;
    let next = await committed(session, subscribe.group, topic, partition);
    while (open()) {
      const mark = marks.next(topic, partition);
      if (mark <= next) {
        await signal.wait();
        continue;
      }
      let after = next;
      const done = await persist(async () => {
        const messages = await fetch(options, next);
        // Everything below the mark is committed; nothing there means it was pruned before this group ever read it.
        after = messages.length === 0 ? mark : Number(messages.at(-1)!.offset) + 1;
        if (messages.length > 0) await subscribe.handle({ topic, partition, messages, heartbeat });
      }, 'a batch');
      if (!done) return;
      await commit(session, subscribe.group, topic, partition, after);
      next = after;
    }
  }
  const heartbeat = (): Promise<void> =>
    session.alive ? Promise.resolve() : Promise.reject(new Error(`partition ${topic}/${partition} was taken away`));

  const done = run();
  done.catch(() => undefined); // the subscription races on it
  return {
    wake: () => signal.notify(),
    release: async () => {
      released = true;
      signal.notify();
      await done.catch(() => undefined); // reported through `done`
    },
    done,
  };
}

async function fetch({ pool, subscribe, topic, partition }: ReaderOptions, from: number): Promise<DeliveredMessage[]> {
  const { rows } = await pool.query<{ offset: string | number; value: string }>(
    `select "offset", value from bus_log where topic = $1 and partition = $2 and "offset" >= $3
      order by "offset" limit $4`,
    [topic, partition, from, subscribe.maxBatch],
  );
  return rows.map((row) => ({ topic, partition, offset: BigInt(row.offset), value: row.value }));
}

async function committed(session: PgSession, group: string, topic: string, partition: number): Promise<number> {
  const [row] = await session.query<{ next_offset: string | number }>(
    'select next_offset from bus_offsets where group_name = $1 and topic = $2 and partition = $3',
    [group, topic, partition],
  );
  return Number(row?.next_offset ?? 0);
}

async function commit(session: PgSession, group: string, topic: string, partition: number, next: number) {
  await session.query(
    `insert into bus_offsets (group_name, topic, partition, next_offset) values ($1, $2, $3, $4)
       on conflict (group_name, topic, partition) do update set next_offset = excluded.next_offset`,
    [group, topic, partition, next],
  );
}
