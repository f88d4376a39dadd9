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

interface Position {
  next: number;
  /** When the last message handled was published; null when none was since that is kept. */
  publishedAt: Date | null;
}

type Fetched = DeliveredMessage & { publishedAt: Date };

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
    let done = await committed(session, subscribe.group, topic, partition);
    while (this.#open) {
      const mark = marks.next(topic, partition);
      if (mark <= done.next) {
        await this.#signal.wait();
        continue;
      }
      let after = done;
      if (!(await this.#persist(async () => void (after = await this.#batch(done, mark)), 'a batch'))) return;
      await commit(session, subscribe.group, topic, partition, after);
      done = after;
    }
  }

  /** @returns how far it is then. */
  async #batch({ next: from, publishedAt: since }: Position, mark: number): Promise<Position> {
    const { topic, partition, session, subscribe } = this.#options;
    const messages = await fetch(this.#options, from);
    // Everything below the mark is committed, without holes; what is not there was pruned before this group ever read it.
    const to = messages[0]?.offset ?? BigInt(mark);
    if (to > from) await subscribe.onSkipped?.({ topic, partition, from: BigInt(from), to, since });
    if (messages.length === 0) return { next: mark, publishedAt: since };
    const heartbeat = async (): Promise<void> => {
      if (!session.alive) throw new Error(`partition ${topic}/${partition} was taken away`);
    };
    await subscribe.handle({ topic, partition, messages, heartbeat });
    const { offset, publishedAt } = messages.at(-1)!;
    return { next: Number(offset) + 1, publishedAt };
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

async function fetch({ pool, subscribe, topic, partition }: ReaderOptions, from: number): Promise<Fetched[]> {
  const { rows } = await pool.query<{ offset: string | number; value: string; published_at: Date }>(
    `select "offset", value, published_at from bus_log where topic = $1 and partition = $2 and "offset" >= $3
      order by "offset" limit $4`,
    [topic, partition, from, subscribe.maxBatch],
  );
  return rows.map(({ offset, value, published_at: publishedAt }) => ({
    ...{ topic, partition, offset: BigInt(offset), value, publishedAt },
  }));
}

async function committed(session: PgSession, group: string, topic: string, partition: number): Promise<Position> {
  const [row] = await session.query<{ next_offset: string | number; published_at: Date | null }>(
    'select next_offset, published_at from bus_offsets where group_name = $1 and topic = $2 and partition = $3',
    [group, topic, partition],
  );
  return { next: Number(row?.next_offset ?? 0), publishedAt: row?.published_at ?? null };
}

async function commit(session: PgSession, group: string, topic: string, partition: number, done: Position) {
  await session.query(
    `insert into bus_offsets (group_name, topic, partition, next_offset, published_at) values ($1, $2, $3, $4, $5)
       on conflict (group_name, topic, partition) do update
       set next_offset = excluded.next_offset, published_at = excluded.published_at`,
    [group, topic, partition, done.next, done.publishedAt],
  );
}
