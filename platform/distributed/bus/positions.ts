import type { Pool } from 'pg';

export interface Position {
  next: bigint;
  /** When the last message handled was published. */
  publishedAt: Date;
}

/**
 * How far each group has worked, by our own account: Kafka forgets the offsets of a group that stood still for a week, and whoever has
 * its tools can move them. A group is named as Kafka knows it, so it reads one topic.
 */
export interface GroupPositions {
  read(group: string, partition: number): Promise<Position | null>;
  /** Only forward. Before the commit: so Kafka's offset is never ahead of ours, unless somebody moved it. */
  write(group: string, partition: number, position: Position): Promise<void>;
  /** Also backward: the topic was made anew and counts from 0 again. */
  restart(group: string, partition: number, position: Position): Promise<void>;
  /** Before a replay from the start. */
  forget(group: string): Promise<void>;
}

export function storedPositions(pool: Pool): GroupPositions {
  return {
    async read(group, partition) {
      const { rows } = await pool.query<{ next_offset: string | number; published_at: Date }>(
        'select next_offset, published_at from bus_positions where group_name = $1 and partition = $2',
        [group, partition],
      );
      const row = rows[0];
      return row === undefined ? null : { next: BigInt(row.next_offset), publishedAt: row.published_at };
    },
    async write(group, partition, { next, publishedAt }) {
      await pool.query(
        `insert into bus_positions (group_name, partition, next_offset, published_at) values ($1, $2, $3, $4)
           on conflict (group_name, partition) do update set next_offset = excluded.next_offset, published_at = excluded.published_at
           where bus_positions.next_offset < excluded.next_offset`,
        [group, partition, next.toString(), publishedAt],
      );
    },
    async restart(group, partition, { next, publishedAt }) {
      await pool.query(
        'update bus_positions set next_offset = $3, published_at = $4 where group_name = $1 and partition = $2',
        [group, partition, next.toString(), publishedAt],
      );
    },
    async forget(group) {
      await pool.query('delete from bus_positions where group_name = $1', [group]);
    },
  };
}

/** For a bus without a database beside it: a benchmark, a test. */
export function rememberedPositions(): GroupPositions {
  const known = new Map<string, Position>();
  return {
    read: (group, partition) => Promise.resolve(known.get(`${group}/${partition}`) ?? null),
    write(group, partition, position) {
      const key = `${group}/${partition}`;
      if ((known.get(key)?.next ?? -1n) < position.next) known.set(key, position);
      return Promise.resolve();
    },
    restart: (group, partition, position) => Promise.resolve(void known.set(`${group}/${partition}`, position)),
    forget(group) {
      for (const key of known.keys()) if (key.startsWith(`${group}/`)) known.delete(key);
      return Promise.resolve();
    },
  };
}
