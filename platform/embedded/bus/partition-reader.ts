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
export class PartitionReader {
  /** Rejects when the commit fails, that is when the lease is lost. */
  readonly done: Promise<void>;
  readonly #options: ReaderOptions;
  readonly #signal = createSignal();
  #released = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.done = this.#run();
    this.done.catch(() => undefined); // heard by the subscription
  }

  wake(): void {
    this.#signal.notify();
  }

  /** Ends after the batch at hand. */
  async release(): Promise<void> {
    this.#released = true;
    this.#signal.notify();
    await this.done.catch(() => undefined); // reported through `done`
  }

  get #open(): boolean {
    return !this.#released && this.#options.session.alive;
  }

  async #run(): Promise<void> {
    const { topic, partition, session, subscribe, marks } = this.#options;
    const assigned = async (): Promise<void> => subscribe.onAssigned?.(topic, partition);
    if (!(await this.#persist(assigned, 'taking the partition over'))) return;
    let next = await committed(session, subscribe.group, topic, partition);
    while (this.#open) {
      const mark = marks.next(topic, partition);
      if (mark <= next) {
        await this.#signal.wait();
        continue;
      }
      let after = next;
      const done = await this.#persist(async () => void (after = await this.#batch(next, mark)), 'a batch');
      if (!done) return;
      await commit(session, subscribe.group, topic, partition, after);
      next = after;
    }
  }

  /** @returns the offset after the last message handled. */
  async #batch(from: number, mark: number): Promise<number> {
    const { topic, partition, session, subscribe } = this.#options;
    const messages = await fetch(this.#options, from);
    // Everything below the mark is committed, without holes; what is not there was pruned before this group ever read it.
    const to = messages[0]?.offset ?? BigInt(mark);
    if (to > from) await subscribe.onSkipped?.({ topic, partition, from: BigInt(from), to, since: null });
    if (messages.length === 0) return mark;
    const heartbeat = async (): Promise<void> => {
      if (!session.alive) throw new Error(`partition ${topic}/${partition} was taken away`);
    };
    await subscribe.handle({ topic, partition, messages, heartbeat });
    return Number(messages.at(-1)!.offset) + 1;
  }

  /** Repeats work, with a doubling back-off, until it succeeds or the partition is given up. */
  async #persist(work: () => Promise<void>, what: string): Promise<boolean> {
    const { topic, partition, subscribe, log, backoff } = this.#options;
    for (let failures = 0; this.#open; failures++) {
      try {
        await work();
        return true;
      } catch (error) {
        if (!this.#open) break;
        log.warn({ err: error, group: subscribe.group, topic, partition }, `${what} failed, will be repeated`);
        const until = performance.now() + Math.min(backoff.firstMs * 2 ** failures, backoff.maxMs);
        while (this.#open && performance.now() < until) await this.#signal.wait(until - performance.now());
      }
    }
    return false;
  }
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
