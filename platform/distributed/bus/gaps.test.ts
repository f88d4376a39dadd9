import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/harness/database.ts';
import { testEngines } from '../../../tests/harness/engines.ts';
import { asAdmin, kafkaSettings, kafkaWorld, numbers, readNumbers, type Got } from '../../../tests/harness/kafka.ts';
import type { Skipped } from '../../ports/event-bus.ts';
import { openPool } from '../../runtime/database.ts';
import { storedPositions } from './positions.ts';

const engines = await testEngines('kafka');
const brokers = (engines.env['KAFKA_BROKERS'] ?? '').split(',');
const within = { timeout: 60_000, interval: 20 };
const GROUP = 'readers';

/** What retention does to messages is in the contract of the bus; here is what only Kafka can do to a group. */
describe.skipIf(engines.missing !== null)('the position of a group that Kafka lost or somebody moved', () => {
  let database: TestDatabase<unknown>;
  let pool: ReturnType<typeof openPool>;
  beforeAll(async () => {
    database = await testDatabase();
    pool = openPool(database.appConfig);
  });
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  /** Twenty messages read, then the group stands still, twenty more come and something happens; at last ten more. */
  async function story(
    happens: (kafkaGroup: string, kafkaTopic: string, forget: () => Promise<void>) => Promise<void>,
  ) {
    const settings = kafkaSettings(brokers.join(','));
    const world = kafkaWorld(settings, { positions: storedPositions(pool) });
    const topic = await world.newTopic();
    const before = world.open();
    await before.publish(numbers(topic, 0, 20, String));
    const first = await readNumbers(before, topic, []);
    await expect.poll(() => first.lag(), within).toBe(0);
    await first.stop();
    const stoppedAt = new Date();
    await before.publish(numbers(topic, 20, 40, String));
    await happens(`${settings.prefix}${GROUP}.${topic}`, settings.prefix + topic, () => world.forget(topic));
    // A topic that is gone is made anew by whoever publishes, and then it works.
    await expect
      .poll(
        () =>
          before.publish(numbers(topic, 40, 50, String)).then(
            () => true,
            () => false,
          ),
        within,
      )
      .toBe(true);
    const [got, gaps]: [Got[], Skipped[]] = [[], []];
    const onSkipped = async (skipped: Skipped): Promise<void> => void gaps.push(skipped);
    const second = await readNumbers(world.open(), topic, got, { onSkipped });
    await expect.poll(() => second.lag(), within).toBe(0);
    await second.stop();
    await world.close();
    const lost = gaps.reduce((sum, { from, to }) => sum + (to === null ? 0 : Number(to - from)), 0);
    return { lost, gaps, stoppedAt, got: got.map(({ payload }) => payload).sort((a, b) => a - b) };
  }
  const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_unused, i) => from + i);

  it('is missed when the offset was set past unread messages', async () => {
    const { lost, gaps, stoppedAt, got } = await story((groupId, topic) =>
      asAdmin(brokers, async (admin) => {
        const ends = await admin.fetchTopicOffsets(topic);
        await admin.setOffsets({
          groupId,
          topic,
          partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
        });
      }),
    );
    expect({ lost, got }).toEqual({ lost: 20, got: range(40, 50) });
    for (const { since } of gaps) expect(since!.getTime()).toBeLessThanOrEqual(stoppedAt.getTime());
  }, 60_000);

  it('is remembered when Kafka forgot the group and then the messages', async () => {
    const { lost, got } = await story((groupId, _topic, forget) =>
      asAdmin(brokers, (admin) => admin.deleteGroups([groupId])).then(forget),
    );
    expect({ lost, got }).toEqual({ lost: 20, got: range(40, 50) });
  }, 60_000);

  it('is missed, uncounted, when the topic was deleted with unread messages and made anew', async () => {
    const { gaps, stoppedAt, got } = await story((_group, topic) =>
      asAdmin(brokers, (admin) => admin.deleteTopics({ topics: [topic] })),
    );
    expect(got).toEqual(range(40, 50));
    expect(gaps.map(({ partition }) => partition).sort()).toEqual([0, 1, 2, 3]);
    expect(gaps.every(({ from, to }) => from > 0n && to === null)).toBe(true);
    for (const { since } of gaps) expect(since!.getTime()).toBeLessThanOrEqual(stoppedAt.getTime());
  }, 60_000);

  it('is missed as soon as the group is back, though nothing new comes', async () => {
    const world = kafkaWorld(kafkaSettings(brokers.join(',')), { positions: storedPositions(pool) });
    const topic = await world.newTopic();
    const bus = world.open();
    await bus.publish(numbers(topic, 0, 8, () => 'one key'));
    const first = await readNumbers(bus, topic, []);
    await expect.poll(() => first.lag(), within).toBe(0);
    await first.stop();
    await bus.publish(numbers(topic, 8, 20, () => 'one key'));
    await world.forget(topic);
    const gaps: Skipped[] = [];
    const onSkipped = async (skipped: Skipped): Promise<void> => void gaps.push(skipped);
    for (const nth of ['again', 'and again']) {
      const reader = await readNumbers(world.open(), topic, [], { onSkipped });
      await expect.poll(() => gaps, { ...within, message: nth }).toMatchObject([{ from: 8n, to: 20n }]);
      await reader.stop();
    }
    await world.close();
  }, 60_000);

  it('misses nothing when Kafka forgot the group only: all is read again', async () => {
    const { lost, got } = await story((groupId) => asAdmin(brokers, (admin) => admin.deleteGroups([groupId])));
    expect({ lost, got }).toEqual({ lost: 0, got: range(0, 50) });
  }, 60_000);
});
