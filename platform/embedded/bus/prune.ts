import type { Pool } from 'pg';

const PRUNE_LOCK = 0x4855_0003;
const AT_ONCE = 10_000;

/**
 * Deletes messages published before `before` that every known group has passed. One process at a time.
 * @returns how many were deleted.
 */
export async function pruneLog(pool: Pool, before: Date): Promise<number> {
  let deleted = 0;
  for (;;) {
    const count = await pruneSome(pool, before);
    deleted += count;
    if (count < AT_ONCE) return deleted;
  }
}

async function pruneSome(pool: Pool, before: Date): Promise<number> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1, 0) as got', [
      PRUNE_LOCK,
    ]);
    const count = rows[0]!.got ? await deletePassed(client, before) : 0;
    await client.query('commit');
    return count;
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => (broken = reason));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function deletePassed(client: Pick<Pool, 'query'>, before: Date): Promise<number> {
  const { rowCount } = await client.query(
    `delete from bus_log where ctid = any(array(
       select l.ctid from bus_log l
         left join (select topic, partition, min(next_offset) as passed from bus_offsets group by topic, partition) o
           on o.topic = l.topic and o.partition = l.partition
        where l.published_at < $1 and l."offset" < coalesce(o.passed, l."offset" + 1)
        limit $2))`,
    [before, AT_ONCE],
  );
  await client.query(
    `update bus_partitions p set first_offset = f.first
       from (select b.topic, b.partition, coalesce(min(l."offset"), b.next_offset) as first
               from bus_partitions b left join bus_log l on l.topic = b.topic and l.partition = b.partition
              group by b.topic, b.partition, b.next_offset) f
      where f.topic = p.topic and f.partition = p.partition and f.first > p.first_offset and f.first <= p.next_offset`,
  );
  return rowCount ?? 0;
}
