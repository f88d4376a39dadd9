/** A consumer in a process of its own, to be killed or frozen by a test. Prints one line of JSON a handled message. */
import pg from 'pg';
import { createPostgresBus } from '../../platform/embedded/bus/postgres-bus.ts';
import { openPool } from '../../platform/runtime/database.ts';
import { silentLog } from '../../platform/runtime/log.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';

const { config, topic, group, handleMs } = JSON.parse(process.env['BUS_MEMBER']!) as {
  config: pg.PoolConfig;
  topic: string;
  group: string;
  handleMs: number;
};
const bus = createPostgresBus({
  pool: openPool(config),
  newClient: () => new pg.Client(config),
  time: systemTime,
  log: silentLog,
  topics: { [topic]: { partitions: 4 } },
  ...{ shareMs: 100, beatMs: 100 },
});
await bus.subscribe({
  ...{ group, topics: [topic], maxBatch: 5 },
  handle: async (batch) => {
    await systemTime.sleep(handleMs);
    for (const { value } of batch.messages) {
      const { payload } = JSON.parse(value) as { payload: unknown };
      process.stdout.write(`${JSON.stringify({ partition: batch.partition, payload })}\n`);
    }
  },
});
process.stdout.write('"ready"\n');
