import type { Pool } from 'pg';
import type { Logger } from '../../runtime/log.ts';
import { openSession, type NewClient, type PgSession } from '../../runtime/pg-session.ts';
import { pause } from '../../runtime/system-time.ts';
import { BUS_CHANNEL, type Mark } from './publish.ts';

/** How far every partition is written. One listener and one poll a process, however many consumers it runs. */
export interface Watermarks {
  next(topic: string, partition: number): number;
  raise(marks: Mark[]): void;
  /** Called when something was raised. Returns its undo. */
  onChange(listener: () => void): () => void;
  /** Called when a member of that group came, left or gave up a partition. Returns its undo. */
  onMembers(group: string, listener: () => void): () => void;
  start(): void;
  stop(): Promise<void>;
}

export interface WatermarkOptions {
  pool: Pool;
  newClient: NewClient;
  log: Logger;
  pollMs: number;
}

export function createWatermarks(options: WatermarkOptions): Watermarks {
  const state = createState();
  const stopping = new AbortController();
  let loops: Promise<unknown> | undefined;
  return {
    next: state.next,
    raise: state.raise,
    onChange: (listener) => add(state.listeners, listener),
    onMembers: (group, listener) => add(state.watchers, { group, listener }),
    start() {
      const { pool, newClient, log, pollMs } = options;
      loops ??= Promise.all([
        repeat(async () => state.raise(await read(pool)), pollMs, log, stopping.signal),
        repeat(() => listen(newClient, state.hear, stopping.signal), 500, log, stopping.signal),
      ]);
    },
    async stop() {
      stopping.abort();
      await loops;
    },
  };
}

function add<E>(set: Set<E>, element: E): () => void {
  set.add(element);
  return () => void set.delete(element);
}

function createState() {
  const next = new Map<string, number>();
  const listeners = new Set<() => void>();
  const watchers = new Set<{ group: string; listener: () => void }>();
  const raise = (marks: Mark[]): void => {
    let changed = false;
    for (const [topic, partition, offset] of marks) {
      const id = `${topic}/${partition}`;
      if (offset <= (next.get(id) ?? 0)) continue;
      next.set(id, offset);
      changed = true;
    }
    if (changed) listeners.forEach((listener) => listener());
  };
  const hear = (payload: string): void => {
    const notice = JSON.parse(payload) as Mark[] | { members: string };
    if (Array.isArray(notice)) raise(notice);
    else for (const watcher of watchers) if (watcher.group === notice.members) watcher.listener();
  };
  return { listeners, watchers, raise, hear, next: (topic: string, p: number) => next.get(`${topic}/${p}`) ?? 0 };
}

async function read(pool: Pool): Promise<Mark[]> {
  const { rows } = await pool.query<{ topic: string; partition: number; next_offset: string | number }>(
    'select topic, partition, next_offset from bus_partitions where next_offset > 0',
  );
  return rows.map((row) => [row.topic, row.partition, Number(row.next_offset)]);
}

/** The poll backs the notices; while the database is away it is tried again quietly. */
async function repeat(work: () => Promise<void>, everyMs: number, log: Logger, signal: AbortSignal): Promise<void> {
  let failing = false;
  while (!signal.aborted) {
    try {
      await work();
      failing = false;
    } catch (error) {
      if (!failing && !signal.aborted) log.warn({ err: error }, 'the bus cannot reach its database, trying again');
      failing = true;
    }
    await pause(failing ? Math.max(everyMs, 500) : everyMs, signal).catch(() => undefined); // an abort ends the loop above
  }
}

async function listen(newClient: NewClient, hear: (payload: string) => void, signal: AbortSignal): Promise<void> {
  const session: PgSession = await openSession(newClient);
  try {
    session.onNotification((_channel, payload) => hear(payload));
    await session.query(`listen ${BUS_CHANNEL}`);
    await Promise.race([session.lost, aborted(signal)]);
  } finally {
    await session.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
