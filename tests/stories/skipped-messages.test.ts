import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restateAnalyses, restateEvents, restateWarnings } from '../../analyzer/index.ts';
import { restateMentions } from '../../ingest/index.ts';
import { createKafkaBus } from '../../platform/distributed/bus/kafka-bus.ts';
import { storedPositions } from '../../platform/distributed/bus/positions.ts';
import { createPostgresBus } from '../../platform/embedded/bus/postgres-bus.ts';
import type { EventBus } from '../../platform/ports/event-bus.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { silentLog } from '../../platform/runtime/log.ts';
import { republish, type Restate } from '../../platform/runtime/republish.ts';
import { listSkipped, settleSkipped } from '../../platform/runtime/skipped.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';
import { TOPICS } from '../../platform/runtime/topics.ts';
import { restateTickets } from '../../responder/index.ts';
import { readOutcome, type Outcome } from '../chaos/distributed/outcome.ts';
import { inventStream, type Push } from '../chaos/distributed/stream.ts';
import { seeded } from '../chaos/random.ts';
import { testEngines } from '../harness/engines.ts';
import { asAdmin, kafkaSettings } from '../harness/kafka.ts';
import { openRooms, type BusParts, type Rooms, type RoomTables } from '../harness/rooms.ts';

const NOW = new Date('2026-02-24T09:00:00+08:00');
const STREAM = inventStream(seeded(7), 120, NOW);
const LIMIT_MS = 180_000;
const RANGE = { since: new Date(NOW.getTime() - 86_400_000), until: new Date(NOW.getTime() + 86_400_000) };
const OPERATOR: Actor = { id: 'cli', name: '命令行', unitId: null, roles: [] };
const AT_ONCE = { waiting: () => Promise.resolve(0), pause: () => Promise.resolve() };
const engines = await testEngines('kafka');
const kafka = kafkaSettings(engines.env['KAFKA_BROKERS'] ?? '127.0.0.1:1');

interface World {
  makeBus(parts: BusParts): Promise<EventBus>;
  /** The bus forgets everything on this topic, read or not. */
  forget(rooms: Rooms, topic: string): Promise<void>;
}

const onPostgres: World = {
  makeBus: ({ pool, newClient }) =>
    Promise.resolve(createPostgresBus({ pool, newClient, time: systemTime, log: silentLog, shareMs: 200 })),
  async forget({ database }, topic) {
    await sql`delete from bus_log where topic = ${topic}`.execute(database.ownerDb);
    await sql`update bus_partitions set first_offset = next_offset where topic = ${topic}`.execute(database.ownerDb);
  },
};

const onKafka: World = {
  async makeBus({ pool }) {
    const bus = createKafkaBus({ kafka, time: systemTime, log: silentLog, positions: storedPositions(pool) });
    await bus.ensureTopics();
    return bus;
  },
  forget: (_rooms, name) =>
    asAdmin(kafka.brokers, async (admin) => {
      const topic = kafka.prefix + name;
      const ends = (await admin.fetchTopicOffsets(topic)).filter(({ high }) => high !== '0');
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
      await admin.deleteTopicRecords({ topic, partitions });
    }),
};

async function tell(rooms: Rooms, pushes: readonly Push[]): Promise<void> {
  for (const { source, items } of pushes)
    await rooms.collect(
      source,
      items.map(({ id, title, text, time, author, like }) => ({
        ...{ externalId: id, title, body: text, publishedAt: time, author, counts: { like } },
      })),
    );
}

async function settled(rooms: Rooms): Promise<Outcome['tables']> {
  await rooms.settle();
  return (await readOutcome(rooms.database.ownerDb as never)).tables;
}

const HALF = Math.floor(STREAM.pushes.length / 2);
const [EARLY, MIDDLE, LATE] = [
  STREAM.pushes.slice(0, HALF),
  STREAM.pushes.slice(HALF, -1),
  STREAM.pushes.slice(-1),
] as const;

/** As it is without any trouble. */
let undisturbed: Outcome['tables'];
beforeAll(async () => {
  const rooms = await openRooms(onPostgres.makeBus, NOW);
  await tell(rooms, STREAM.pushes);
  undisturbed = await settled(rooms);
  await rooms.close();
}, LIMIT_MS);

describe.each([
  ['the bus on PostgreSQL', onPostgres, null],
  ['Kafka', onKafka, engines.missing],
] as const)('%s', (_name, world, missing) => {
  describe.skipIf(missing !== null)('when it forgot messages while the analyzer stood still', () => {
    let rooms: Rooms;
    beforeAll(async () => {
      rooms = await openRooms(world.makeBus, NOW);
      await tell(rooms, EARLY);
      await rooms.settle();
      await rooms.without(async () => {
        await tell(rooms, MIDDLE);
        await rooms.settle(); // nobody reads: the outbox is on the bus
        await world.forget(rooms, 'mentions.collected');
        await tell(rooms, LATE);
      });
    }, LIMIT_MS);
    afterAll(() => rooms.close(), LIMIT_MS);

    it('counts what was missed and notes where', async () => {
      const gaps = await listSkipped(rooms.database.db);
      const missed = sum(gaps.map(({ from, to }) => Number(to! - from)));
      expect(missed).toBeGreaterThan(0);
      expect(missed).toBeLessThanOrEqual(sum(MIDDLE.map(({ items }) => items.length)));
      expect(gaps.every(({ group, topic }) => group === 'analyze' && topic === 'mentions.collected')).toBe(true);
      expect(await rooms.metrics.metrics()).toContain(
        `huiying_messages_skipped_total{group="analyze",topic="mentions.collected"} ${missed}`,
      );
    });

    it('has them again after republishing, and is as if nothing had been', async () => {
      const before = await settled(rooms);
      expect(before.analyses.length).toBeLessThan(undisturbed.analyses.length);
      await republish(
        rooms.transact,
        restateMentions as unknown as Restate<RoomTables>,
        {
          ...{ ...RANGE, topic: 'mentions.collected', group: 'analyze', actor: OPERATOR },
        },
        AT_ONCE,
      );
      const gaps = await settleSkipped(rooms.database.db, 'mentions.collected', 'analyze', RANGE, NOW);
      const after = await settled(rooms);
      for (const table of ['mentions', 'analyses', 'groups', 'events'] as const)
        expect(after[table], table).toEqual(undisturbed[table]);
      expect(after.tickets.length).toBe(undisturbed.tickets.length);
      expect(gaps.open).toBe(0);
      expect(await listSkipped(rooms.database.db)).toEqual([]);
    });

    it('changes no table when everything is republished that was not missed', async () => {
      const before = await settled(rooms);
      const all = [
        ['mentions.collected', restateMentions],
        ['mentions.analyzed', restateAnalyses],
        ['events.changed', restateEvents],
        ['warnings.raised', restateWarnings],
        ['tickets.changed', restateTickets],
      ] as const;
      for (const [topic, restate] of all) {
        const count = await republish(
          rooms.transact,
          restate as unknown as Restate<RoomTables>,
          {
            ...{ since: new Date(0), until: new Date('2100-01-01T00:00:00Z'), topic, group: null, actor: OPERATOR },
          },
          AT_ONCE,
        );
        expect(count, TOPICS[topic].republishedAs).toBeGreaterThan(0);
        await rooms.settle();
      }
      expect(await settled(rooms)).toEqual(before);
    });
  });
});

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
