import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventBusContract, message } from '../../ports/event-bus.contract.ts';
import { openPool } from '../../runtime/database.ts';
import { silentLog } from '../../runtime/log.ts';
import { createSimulatedTime } from '../../runtime/simulated-time.ts';
import { systemTime } from '../../runtime/system-time.ts';
import { testDatabase, type TestDatabase } from '../../../tests/harness/database.ts';
import { createPostgresBus, type PostgresBusOptions } from './postgres-bus.ts';

/** The test of the frozen and the killed process is in take-over.test.ts: it needs processes. */
const topics: Record<string, { partitions: number }> = {};
const newTopic = (): string => {
  const name = `topic-${Object.keys(topics).length}`;
  topics[name] = { partitions: 4 };
  return name;
};
const within = { timeout: 20_000, interval: 10 };

function busOn(database: TestDatabase<unknown>, more: Partial<PostgresBusOptions> = {}) {
  const pool = openPool(database.appConfig);
  const newClient = (): Client => new Client(database.appConfig);
  const bus = createPostgresBus({
    ...{ pool, newClient, topics, time: systemTime, log: silentLog },
    ...{ shareMs: 100, backoff: { firstMs: 10, maxMs: 100 } },
    ...more,
  });
  const close = async (): Promise<void> => {
    await bus.close();
    if (!pool.ended) await pool.end();
  };
  return { ...bus, close, pool };
}

eventBusContract('tables in PostgreSQL', async () => {
  const database = await testDatabase();
  return {
    open: async () => busOn(database),
    newTopic: async () => newTopic(),
    async forget(topic) {
      await sql`delete from bus_log where topic = ${topic}`.execute(database.ownerDb);
      await sql`update bus_partitions set first_offset = next_offset where topic = ${topic}`.execute(database.ownerDb);
    },
    close: () => database.drop(),
  };
});

describe('event bus in PostgreSQL', () => {
  let database: TestDatabase<unknown>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  async function reader(bus: ReturnType<typeof busOn>, topic: string, group = 'readers') {
    const got: number[] = [];
    const subscription = await bus.subscribe({
      ...{ group, topics: [topic], maxBatch: 10 },
      handle: async (batch) => {
        for (const { value } of batch.messages) got.push((JSON.parse(value) as { payload: number }).payload);
      },
    });
    return { got, subscription };
  }

  it('does not step over a slow writer whose offsets come first', async () => {
    const [bus, topic] = [busOn(database), newTopic()];
    await bus.publish([message(topic, 'k', 0)]);
    const { got } = await reader(bus, topic);
    await expect.poll(() => got, within).toEqual([0]);
    // The slow one: it took its place in the partition and has not committed yet.
    const slow = await bus.pool.connect();
    await slow.query('begin');
    const { rows } = await slow.query<{ partition: number }>(
      `update bus_partitions set next_offset = next_offset + 1 where topic = $1 and next_offset > 0 returning partition`,
      [topic],
    );
    const { value: envelope } = message(topic, 'k', 1);
    await slow.query(
      `insert into bus_log (topic, partition, "offset", value, published_at) values ($1, $2, 1, $3, $4)`,
      [topic, rows[0]!.partition, envelope, new Date()],
    );
    const fast = bus.publish([message(topic, 'k', 2)]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(got).toEqual([0]);
    await slow.query('commit');
    slow.release();
    await fast;
    await expect.poll(() => got, within).toEqual([0, 1, 2]);
    await bus.close();
  });

  it('goes on by itself after its connections were cut', async () => {
    const [bus, topic] = [busOn(database), newTopic()];
    const { got } = await reader(bus, topic, 'cut');
    await bus.publish([message(topic, 'k', 0)]);
    await expect.poll(() => got, within).toEqual([0]);
    const cut = new Client(database.ownerConfig);
    await cut.connect();
    await cut.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = $1`,
      [database.appConfig.user],
    );
    await cut.end();
    await expect
      .poll(
        () =>
          bus.publish([message(topic, 'k', 1)]).then(
            () => 'published',
            () => 'refused',
          ),
        within,
      )
      .toBe('published');
    await expect.poll(() => new Set(got), within).toEqual(new Set([0, 1]));
    await bus.close();
  });

  it('refuses a publish whose connection breaks in the middle, and the process lives on', async () => {
    const [bus, topic] = [busOn(database), newTopic()];
    await bus.publish([message(topic, 'k', 0)]);
    const rival = await bus.pool.connect();
    await rival.query('begin');
    await rival.query('select from bus_partitions where topic = $1 for update', [topic]);
    const publishing = bus.publish([message(topic, 'k', 1)]).catch((error: unknown) => error);
    const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(async () => (await rival.query(waiting)).rowCount, within).toBe(1);
    await rival.query(`select pg_terminate_backend(pid) from (${waiting}) w`);
    expect(await publishing).toMatchObject({ code: '57P01' });
    await rival.query('rollback');
    rival.release();
    await bus.publish([message(topic, 'k', 2)]);
    const { got } = await reader(bus, topic, 'survivors');
    await expect.poll(() => got, within).toEqual([0, 2]);
    await bus.close();
  });

  it('prunes after seven days what every known group has read, and a new group begins with what is left', async () => {
    const [topic, time] = [newTopic(), createSimulatedTime(new Date('2026-02-01T00:00:00+08:00'))];
    const bus = busOn(database, { time });
    const first = await reader(bus, topic, 'first');
    await bus.publish([message(topic, 'k', 0), message(topic, 'k', 1)]);
    await expect.poll(() => first.subscription.lag(), within).toBe(0);
    await time.advance(6 * 86_400_000);
    await bus.publish([message(topic, 'k', 2)]);
    await expect.poll(() => first.subscription.lag(), within).toBe(0);
    expect(await bus.prune()).toBe(0);
    await time.advance(2 * 86_400_000);
    await first.subscription.stop();
    const lazy = await bus.subscribe({
      ...{ group: 'lazy', topics: [topic], maxBatch: 10 },
      handle: () => Promise.reject(new Error('not yet')),
    });
    expect(await bus.prune()).toBe(0);
    await lazy.stop();
    await bus.pool.query(`delete from bus_offsets where group_name = 'lazy'`);
    expect(await bus.prune()).toBe(2);
    const late = await reader(bus, topic, 'late');
    await expect.poll(() => late.got, within).toEqual([2]);
    await expect.poll(() => late.subscription.lag(), within).toBe(0);
    await bus.close();
  });

  it('refuses a topic nobody registered', async () => {
    const bus = busOn(database);
    await expect(bus.publish([message('gossip', 'k', 1)])).rejects.toThrow('没有登记');
    await bus.close();
  });
});
