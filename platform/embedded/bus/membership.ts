import type { PgSession } from '../../runtime/pg-session.ts';
import { murmur2 } from '../../runtime/partition.ts';

/** First halves of our advisory lock keys; the second half is a hash of the names. */
const MEMBER_LOCK = 0x4855_0001;
const PARTITION_LOCK = 0x4855_0002;

const memberKey = (group: string, topic: string): number => murmur2(`${group}\n${topic}`);
const partitionKey = (group: string, topic: string, partition: number): number =>
  murmur2(`${group}\n${topic}\n${partition}`);

/** Join: a shared lock that lives as long as the connection, so a killed process leaves at once. @returns own backend pid. */
export async function join(session: PgSession, group: string, topics: string[]): Promise<number> {
  for (const topic of topics)
    await session.query('select pg_advisory_lock_shared($1, $2)', [MEMBER_LOCK, memberKey(group, topic)]);
  const [row] = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
  return row!.pid;
}

/** Backend pids of the members of each topic, in one order for everybody. */
export async function members(session: PgSession, group: string, topics: string[]): Promise<Map<string, number[]>> {
  const rows = await session.query<{ key: string | number; pid: number }>(
    `select objid::bigint as key, pid from pg_locks
      where locktype = 'advisory' and granted and objsubid = 2 and classid::bigint = $1
        and objid::bigint = any($2::bigint[])
        and database = (select oid from pg_database where datname = current_database())
      order by pid`,
    [MEMBER_LOCK, topics.map((topic) => memberKey(group, topic) >>> 0)],
  );
  return new Map(
    topics.map((topic) => {
      const key = memberKey(group, topic) >>> 0;
      return [topic, rows.filter((row) => Number(row.key) === key).map((row) => row.pid)];
    }),
  );
}

export async function tryLock(session: PgSession, group: string, topic: string, partition: number): Promise<boolean> {
  const [row] = await session.query<{ got: boolean }>('select pg_try_advisory_lock($1, $2) as got', [
    PARTITION_LOCK,
    partitionKey(group, topic, partition),
  ]);
  return row!.got;
}

export async function unlock(session: PgSession, group: string, topic: string, partition: number): Promise<void> {
  await session.query('select pg_advisory_unlock($1, $2)', [PARTITION_LOCK, partitionKey(group, topic, partition)]);
}

/** Partition i belongs to member i mod n: everybody computes the same share without talking. */
export function shareOf(pid: number, pids: number[], partitions: number): number[] {
  const rank = pids.indexOf(pid);
  if (rank < 0) return [];
  return Array.from({ length: partitions }, (_unused, partition) => partition).filter(
    (partition) => partition % pids.length === rank,
  );
}

/** Tells a frozen member (its connection open, its program stopped) from a working one, by a monotonic clock of our own. */
export interface Pulse {
  /** Gives a sign of life and ends the connection of members that gave none for `freezeMs`. @returns their pids. */
  beat(session: PgSession, pid: number, pids: Map<string, number[]>): Promise<number[]>;
}

export function createPulse(group: string, freezeMs: number): Pulse {
  const seen = new Map<string, { beat: number; at: number }>();
  return {
    async beat(session, pid, pids) {
      const topics = [...pids.keys()];
      await session.query(
        `insert into bus_members (group_name, topic, pid, beat) select $1, t, $3, 1 from unnest($2::text[]) as t
           on conflict (group_name, topic, pid) do update set beat = bus_members.beat + 1`,
        [group, topics, pid],
      );
      const rows = await session.query<{ topic: string; pid: number; beat: string | number }>(
        'select topic, pid, beat from bus_members where group_name = $1 and topic = any($2)',
        [group, topics],
      );
      const gone = rows.filter((row) => !pids.get(row.topic)!.includes(row.pid) && row.pid !== pid);
      for (const row of gone) {
        seen.delete(`${row.topic}/${row.pid}`);
        await session.query('delete from bus_members where group_name = $1 and topic = $2 and pid = $3', [
          group,
          row.topic,
          row.pid,
        ]);
      }
      const frozen = new Set<number>();
      for (const row of rows.filter((row) => row.pid !== pid && !gone.includes(row))) {
        const id = `${row.topic}/${row.pid}`;
        const last = seen.get(id);
        if (last?.beat !== Number(row.beat)) seen.set(id, { beat: Number(row.beat), at: performance.now() });
        else if (performance.now() - last.at > freezeMs) frozen.add(row.pid);
      }
      for (const other of frozen) await session.query('select pg_terminate_backend($1)', [other]);
      return [...frozen];
    },
  };
}
