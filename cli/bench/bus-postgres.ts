import { Client, type Pool } from 'pg';
import { createPostgresBus, type PostgresBus } from '../../platform/embedded/bus/postgres-bus.ts';
import { configFromUrl, openPool } from '../../platform/runtime/database.ts';
import { silentLog } from '../../platform/runtime/log.ts';
import { migrate } from '../../platform/runtime/migrate.ts';
import { partitionOf } from '../../platform/runtime/partition.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';
import type { BusLoad, Side, Sides } from './bus.ts';
import { consumeBus, produceBus, seconds } from './bus-ours.ts';

/** Our bus in tables beside inserts of the same rows into a table of the same shape. */
export async function postgresSides(env: Record<string, string>): Promise<Sides> {
  const owner = configFromUrl(env['DATABASE_OWNER_URL']!);
  const app = configFromUrl(env['DATABASE_URL']!);
  await migrate(owner, { appRole: new URL(env['DATABASE_URL']!).username });
  const [pool, ownerPool] = [openPool(app), openPool(owner)];
  await ownerPool.query('create table bench_rows (like bus_log including all)');
  const topics: Record<string, { partitions: number }> = {};
  const open = (): PostgresBus =>
    createPostgresBus({ pool, newClient: () => new Client(app), topics, time: systemTime, log: silentLog });
  return {
    ours: { produce: (load) => produceBus(open(), load), consume: (load) => consumeBus(open(), load) },
    bare: bareSide(ownerPool),
    newTopic: async (topic, partitions) => void (topics[topic] = { partitions }),
    close: async () => void (await Promise.all([pool.end(), ownerPool.end()])),
  };
}

const INSERT = `insert into bench_rows (topic, partition, "offset", value, published_at)
  select t, p, o, v, $5 from unnest($1::text[], $2::int[], $3::bigint[], $4::text[]) as m(t, p, o, v)`;

function bareSide(pool: Pool): Side {
  return {
    async produce({ topic, batches, partitions }: BusLoad) {
      let offset = 0;
      const begun = performance.now();
      for (const batch of batches)
        await pool.query(INSERT, [
          batch.map(() => topic),
          batch.map(({ key }) => partitionOf(key, partitions)),
          batch.map(() => offset++),
          batch.map(({ value }) => value),
          systemTime.now(),
        ]);
      return seconds(begun);
    },
  };
}
