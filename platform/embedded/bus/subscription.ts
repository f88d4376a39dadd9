import type { Pool } from 'pg';
import type { Subscribe, Subscription } from '../../ports/event-bus.ts';
import type { Logger } from '../../runtime/log.ts';
import { openSession, type NewClient, type PgSession } from '../../runtime/pg-session.ts';
import { createSignal } from '../../runtime/signal.ts';
import { createPulse, join, members, shareOf, tryLock, unlock } from './membership.ts';
import { PartitionReader } from './partition-reader.ts';
import { BUS_CHANNEL } from './publish.ts';
import type { Watermarks } from './watermarks.ts';

export interface SubscriptionOptions {
  subscribe: Subscribe;
  partitionsOf: (topic: string) => number;
  pool: Pool;
  newClient: NewClient;
  marks: Watermarks;
  log: Logger;
  backoff: { firstMs: number; maxMs: number };
  /** How often members are counted; between two counts a killed process's partitions wait. */
  shareMs: number;
  beatMs: number;
  freezeMs: number;
}

/**
 * One member of a group, with one connection of its own that carries membership, the locks of its partitions and its commits.
 * Connection lost = partitions lost: another member takes them, this one starts over.
 */
export function startSubscription(options: SubscriptionOptions): { subscription: Subscription; joined: Promise<void> } {
  const { subscribe, log } = options;
  const wake = createSignal();
  let stopped = false;
  let tellJoined: () => void = () => undefined;
  const joined = new Promise<void>((resolve) => (tellJoined = resolve));

  async function live(): Promise<void> {
    for (let failures = 0; !stopped; failures++) {
      try {
        await member(options, {
          wake,
          stopped: () => stopped,
          joined: () => {
            failures = 0;
            tellJoined();
          },
        });
      } catch (error) {
        if (stopped) break;
        log.warn({ err: error, group: subscribe.group }, 'a consumer lost its database connection, starting over');
        await wake.wait(Math.min(options.backoff.firstMs * 2 ** failures, options.backoff.maxMs));
      }
    }
    tellJoined();
  }
  const ended = live();
  return {
    joined,
    subscription: {
      lag: () => lag(options.pool, subscribe.group, subscribe.topics),
      stop: async () => {
        stopped = true;
        wake.notify();
        await ended;
      },
    },
  };
}

interface Life {
  wake: ReturnType<typeof createSignal>;
  stopped(): boolean;
  joined(): void;
}

async function member(options: SubscriptionOptions, life: Life): Promise<void> {
  const { group, topics } = options.subscribe;
  const session = await openSession(options.newClient);
  const readers = new Map<string, PartitionReader>();
  const undo = [
    options.marks.onChange(() => {
      for (const reader of readers.values()) reader.wake();
    }),
    options.marks.onMembers(group, () => life.wake.notify()),
  ];
  try {
    await rememberGroup(session, options);
    const pid = await join(session, group, topics);
    await announce(session, group);
    undo.push(startPulse(options, session, pid));
    // Heard once, not raced on every round: a race leaves its listener behind for as long as the connection lives.
    let failure: unknown;
    const fail = (error: unknown): void => {
      failure ??= error;
      life.wake.notify();
    };
    session.lost.catch(fail);
    while (!life.stopped()) {
      const missing = await balance({ ...options, session, pid, readers, fail }, await members(session, group, topics));
      life.joined();
      await life.wake.wait(missing ? Math.min(100, options.shareMs) : options.shareMs);
      if (failure !== undefined) throw failure;
    }
  } finally {
    for (const step of undo) step();
    await Promise.all([...readers.values()].map((reader) => reader.release()));
    if (session.alive) await leave(session, group);
    await session.close();
  }
}

/** Beats beside the work, so that a long batch is not taken for a frozen process. */
function startPulse({ subscribe, freezeMs, beatMs, log }: SubscriptionOptions, session: PgSession, pid: number) {
  const pulse = createPulse(subscribe.group, freezeMs);
  const beat = async (): Promise<void> => {
    const frozen = await pulse.beat(session, pid, await members(session, subscribe.group, subscribe.topics));
    if (frozen.length > 0) log.warn({ group: subscribe.group, frozen }, 'took over from a frozen consumer');
  };
  const beatQuietly = (): void =>
    void beat().catch((error: unknown) => log.debug({ err: error }, 'a heartbeat was not written'));
  beatQuietly();
  const timer = setInterval(beatQuietly, beatMs);
  return () => clearInterval(timer);
}

interface Holding extends SubscriptionOptions {
  session: PgSession;
  pid: number;
  readers: Map<string, PartitionReader>;
  /** Told when a reader cannot go on. */
  fail: (error: unknown) => void;
}

/** Gives up what is another's and takes what is ours and free. @returns whether something of ours is still held elsewhere. */
async function balance(holding: Holding, all: Map<string, number[]>): Promise<boolean> {
  const { session, pid, readers, fail, partitionsOf } = holding;
  const { group, topics } = holding.subscribe;
  let missing = false;
  let gaveUp = false;
  for (const topic of topics) {
    const share = shareOf(pid, all.get(topic)!, partitionsOf(topic));
    for (let partition = 0; partition < partitionsOf(topic); partition++) {
      const id = `${topic}/${partition}`;
      const reader = readers.get(id);
      if (reader && !share.includes(partition)) {
        await reader.release();
        readers.delete(id);
        await unlock(session, group, topic, partition);
        gaveUp = true;
      } else if (!reader && share.includes(partition)) {
        if (!(await tryLock(session, group, topic, partition))) missing = true;
        else {
          const taken = new PartitionReader({ ...holding, topic, partition });
          taken.done.catch(fail);
          readers.set(id, taken);
        }
      }
    }
  }
  if (gaveUp) await announce(session, group);
  return missing;
}

/** The group is known from now on: messages are kept until it has passed. A new group begins at the earliest kept message. */
async function rememberGroup(session: PgSession, { subscribe }: SubscriptionOptions): Promise<void> {
  for (const topic of subscribe.topics) {
    await session.query(
      `insert into bus_offsets (group_name, topic, partition, next_offset)
       select $1, topic, partition, first_offset from bus_partitions where topic = $2 on conflict do nothing`,
      [subscribe.group, topic],
    );
  }
}

const announce = (session: PgSession, group: string): Promise<unknown> =>
  session.query('select pg_notify($1, $2)', [BUS_CHANNEL, JSON.stringify({ members: group })]);

/** Unlock before telling the others, so that they find the partitions free. */
async function leave(session: PgSession, group: string): Promise<void> {
  try {
    await session.query('select pg_advisory_unlock_all()');
    await announce(session, group);
  } catch {
    return; // the connection went meanwhile, and with it the locks; the others count members by themselves
  }
}

export async function lag(pool: Pool, group: string, topics: string[]): Promise<number> {
  const { rows } = await pool.query<{ lag: string | number | null }>(
    `select sum(p.next_offset - greatest(coalesce(o.next_offset, 0), p.first_offset)) as lag
       from bus_partitions p left join bus_offsets o
         on o.topic = p.topic and o.partition = p.partition and o.group_name = $1
      where p.topic = any($2)`,
    [group, topics],
  );
  return Number(rows[0]?.lag ?? 0);
}
