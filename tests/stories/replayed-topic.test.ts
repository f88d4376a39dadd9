import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKafkaBus } from '../../platform/distributed/bus/kafka-bus.ts';
import { createPostgresBus } from '../../platform/embedded/bus/postgres-bus.ts';
import type { EventBus } from '../../platform/ports/event-bus.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { silentLog } from '../../platform/runtime/log.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';
import { readOutcome, type Outcome } from '../chaos/distributed/outcome.ts';
import { inventStream } from '../chaos/distributed/stream.ts';
import { seeded } from '../chaos/random.ts';
import { testEngines } from '../harness/engines.ts';
import { openRooms, type BusParts, type Rooms } from '../harness/rooms.ts';

const NOW = new Date('2026-02-24T09:00:00+08:00');
const STREAM = inventStream(seeded(12), 150, NOW);
const LIMIT_MS = 180_000;

const onPostgres = ({ pool, newClient }: BusParts): Promise<EventBus> =>
  Promise.resolve(createPostgresBus({ pool, newClient, time: systemTime, log: silentLog, shareMs: 200 }));

const engines = await testEngines('kafka');

async function onKafka(): Promise<EventBus> {
  const kafka = {
    ...{ brokers: engines.env['KAFKA_BROKERS']!.split(','), tls: null, sasl: null, prefix: `t-${uuidv7(new Date())}.` },
    ...{ replication: 1, retentionDays: 7, compression: 'gzip' as const },
  };
  const bus = createKafkaBus({ kafka, time: systemTime, log: silentLog });
  await bus.ensureTopics();
  return bus;
}

/** The whole stream, then three minutes in which the first clocks fall due. */
async function told(makeBus: (parts: BusParts) => Promise<EventBus>, times: number): Promise<Rooms> {
  const rooms = await openRooms(makeBus, NOW, times);
  for (const { source, items } of STREAM.pushes) {
    const records = items.map(({ id, title, text, time, author, like }) => ({
      ...{ externalId: id, title, body: text, publishedAt: time, author, counts: { like } },
    }));
    await rooms.collect(source, records);
  }
  await rooms.settle();
  await rooms.time.advance(180_000);
  await rooms.settle();
  return rooms;
}

const outcomeOf = async ({ database }: Rooms): Promise<Outcome['tables']> =>
  (await readOutcome(database.ownerDb as never)).tables;

/** Every column of every row, by table; only how far the groups have read may change. */
async function hashes({ database }: Rooms): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'bus\\_%' order by 1`.execute(
    database.ownerDb,
  );
  const all: Record<string, string> = {};
  for (const { name } of rows) {
    const content = await sql<{ hash: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from ${sql.table(name)} t`.execute(
      database.ownerDb,
    );
    all[name] = content.rows[0]!.hash;
  }
  return all;
}

let once: Outcome['tables'];
beforeAll(async () => {
  const rooms = await told(onPostgres, 1);
  once = await outcomeOf(rooms);
  await rooms.close();
}, LIMIT_MS);

describe.each([
  ['the bus on PostgreSQL', onPostgres, null],
  ['Kafka', onKafka, engines.missing],
] as const)('%s', (_name, makeBus, missing) => {
  describe.skipIf(missing !== null)('with every batch delivered three times', () => {
    let rooms: Rooms;
    beforeAll(async () => void (rooms = await told(makeBus, 3)), LIMIT_MS);
    afterAll(() => rooms.close(), LIMIT_MS);

    it('leaves the same tables as once, each event and ticket noted once in the audit', async () => {
      expect(rooms.deliveries.get('analyze mentions.collected')).toBeGreaterThanOrEqual(3 * STREAM.posts.size);
      expect(once.tickets.length).toBeGreaterThan(5);
      expect(once.firings.length).toBeGreaterThan(0);
      expect(await outcomeOf(rooms)).toEqual(once);
      const { rows } = await sql<{ action: string; n: number }>`
        select action, count(*)::int as n from audit_entries where action in ('event.create', 'ticket.open') group by 1 order by 1`.execute(
        rooms.database.ownerDb,
      );
      expect(rows).toEqual([
        { action: 'event.create', n: once.events.length },
        { action: 'ticket.open', n: once.tickets.length },
      ]);
    });

    it('changes no row of any table when the topics are replayed from their first message', async () => {
      const before = await hashes(rooms);
      expect(Object.keys(before)).toEqual(
        expect.arrayContaining(['analyzer_events', 'platform_inbox', 'audit_entries']),
      );
      const seen = STREAM.posts.size;
      await rooms.replay();
      for (const station of ['analyze mentions.collected', 'group mentions.analyzed', 'responder events.changed'])
        expect(rooms.deliveries.get(station), station).toBeGreaterThan(0);
      expect(rooms.deliveries.get('analyze mentions.collected')).toBeGreaterThanOrEqual(3 * seen);
      expect(await hashes(rooms)).toEqual(before);
    });
  });
});
