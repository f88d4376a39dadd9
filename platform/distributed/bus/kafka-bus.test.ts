import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../ports/event-bus.ts';
import { eventBusContract } from '../../ports/event-bus.contract.ts';
import { testEngines } from '../../../tests/harness/engines.ts';
import {
  firsts,
  kafkaSettings,
  kafkaWorld,
  keysOutOfOrder,
  numbers,
  readNumbers,
  type Got,
} from '../../../tests/harness/kafka.ts';
import { createKafkaBus } from './kafka-bus.ts';
import { silentLog } from '../../runtime/log.ts';
import { systemTime } from '../../runtime/system-time.ts';

/** What happens when the broker goes is in outage.test.ts, logins in login.test.ts: they need brokers of their own. */
const engines = await testEngines('kafka');
const brokers = engines.env['KAFKA_BROKERS'] ?? '';
const within = { timeout: 60_000, interval: 20 };
const eachAlone = (n: number): string => `key-${n}`;

describe.skipIf(engines.missing !== null)('event bus on Kafka', () => {
  eventBusContract('Kafka', async () => {
    const world = kafkaWorld(kafkaSettings(brokers));
    return { ...world, open: async () => world.open() };
  });

  let world: ReturnType<typeof kafkaWorld>;
  beforeAll(() => {
    world = kafkaWorld(kafkaSettings(brokers));
  });
  afterAll(() => world?.close());

  it('loses nothing and keeps every order while members come and go, and no partition works twice at once', async () => {
    const topic = await world.newTopic();
    const got: Got[] = [];
    const busy = new Set<number>();
    let [overlaps, widest, lastAt] = [0, 0, performance.now()];
    const handle = async (batch: Batch): Promise<void> => {
      if (busy.has(batch.partition)) overlaps++;
      busy.add(batch.partition);
      await new Promise((resolve) => setTimeout(resolve, 5));
      busy.delete(batch.partition);
      widest = Math.max(widest, performance.now() - lastAt);
      lastAt = performance.now();
    };
    const publisher = world.open();
    let sent = 0;
    let streaming = true;
    const stream = (async () => {
      while (streaming) {
        await publisher.publish(numbers(topic, sent, sent + 20, (n) => `key-${n % 40}`));
        sent += 20;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const first = await readNumbers(world.open(), topic, got, { handle });
    const others: Got[][] = [[], []];
    const logged = (mine: Got[]) => (batch: Batch) =>
      handle(batch).then(() => void mine.push({ payload: 0, key: '', partition: batch.partition, offset: 0n }));
    const [second, third] = await Promise.all(
      others.map((mine) => readNumbers(world.open(), topic, got, { handle: logged(mine) })),
    );
    await expect.poll(() => others.every((mine) => mine.length > 0), within).toBe(true);
    await Promise.all([second!.stop(), third!.stop()]);
    const alone = got.length;
    await expect.poll(() => got.length, within).toBeGreaterThan(alone + 200);
    streaming = false;
    await stream;
    await expect.poll(() => firsts(got).length, within).toBe(sent);
    await first.stop();
    expect(keysOutOfOrder(got)).toEqual([]);
    expect(overlaps).toBe(0);
    console.info(`1 → 3 → 1: ${sent} messages, ${got.length - sent} repeated, longest pause ${Math.round(widest)} ms`);
  }, 120_000);

  it('tells a handler at its heartbeat that the group is sharing anew, and repeats the batch', async () => {
    const topic = await world.newTopic();
    const got: Got[] = [];
    let told = 0;
    const bus = world.open();
    await bus.publish(numbers(topic, 0, 8, eachAlone));
    const until = { joined: false };
    await readNumbers(world.open(), topic, got, {
      handle: async (batch) => {
        while (!until.joined) {
          await batch.heartbeat().catch((error: unknown) => {
            told++;
            throw error;
          });
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
    });
    await readNumbers(world.open(), topic, got, { handle: async () => void (until.joined = true) });
    until.joined = true;
    await expect.poll(() => firsts(got).length, within).toBe(8);
    expect(told).toBeGreaterThan(0);
  }, 60_000);

  it('keeps the partition through a batch that is slower than the session lasts', async () => {
    const slow = kafkaWorld(kafkaSettings(brokers), { sessionMs: 6_000 });
    const topic = await slow.newTopic();
    const got: Got[] = [];
    let calls = 0;
    await slow.open().publish(numbers(topic, 0, 4, () => 'one'));
    const one = await readNumbers(slow.open(), topic, got, {
      handle: async (batch) => {
        calls++;
        await new Promise((resolve) => setTimeout(resolve, 9_000));
        await batch.heartbeat();
      },
    });
    await expect.poll(() => one.lag(), within).toBe(0);
    expect(calls).toBe(1);
    expect(got).toHaveLength(4);
    await slow.close();
  }, 60_000);

  it('goes on with the other partitions while one is failing', async () => {
    const topic = await world.newTopic();
    const got: Got[] = [];
    let sick = -1;
    const bus = world.open();
    await readNumbers(bus, topic, got, {
      maxBatch: 5,
      handle: async (batch) => {
        if (sick === -1) sick = batch.partition;
        if (sick === batch.partition) throw new Error('not this one');
      },
    });
    await bus.publish(numbers(topic, 0, 200, eachAlone));
    await expect.poll(() => new Set(got.map(({ partition }) => partition)).size, within).toBe(3);
    await bus.publish(numbers(topic, 200, 400, eachAlone));
    await expect.poll(() => got.filter(({ payload }) => payload >= 200).length, within).toBeGreaterThan(100);
    expect(got.some(({ partition }) => partition === sick)).toBe(false);
    sick = -2;
    await expect.poll(() => firsts(got).length, within).toBe(400);
    expect(got).toHaveLength(400);
  }, 60_000);

  it('hands out slices of the asked size from a long log, without reading all of it into memory', async () => {
    const topic = await world.newTopic();
    const [bus, got, sizes] = [world.open(), [] as Got[], [] as number[]];
    const long = '长'.repeat(3_000);
    await bus.publish(
      numbers(topic, 0, 2_000, (n) => `key-${n % 3}`).map((each) => ({
        ...each,
        value: JSON.stringify({ ...(JSON.parse(each.value) as object), traceId: long }),
      })),
    );
    const reader = await readNumbers(bus, topic, got, {
      maxBatch: 70,
      handle: async (batch) => void sizes.push(batch.messages.length),
    });
    await expect.poll(() => reader.lag(), within).toBe(0);
    expect(got).toHaveLength(2_000);
    expect(Math.max(...sizes)).toBe(70);
    expect(keysOutOfOrder(got)).toEqual([]);
  }, 60_000);

  it('reads two topics in one group, each from its own start', async () => {
    const [one, two] = [await world.newTopic(), await world.newTopic()];
    const [bus, got] = [world.open(), [] as Got[]];
    await Promise.all([
      readNumbers(bus, one, got, { group: 'same' }),
      readNumbers(world.open(), two, got, { group: 'same' }),
    ]);
    await bus.publish([...numbers(one, 0, 20, eachAlone), ...numbers(two, 20, 40, eachAlone)]);
    await expect.poll(() => firsts(got).length, within).toBe(40);
  }, 60_000);

  it('refuses a topic nobody registered', async () => {
    const bus = world.open();
    await expect(bus.publish(numbers('gossip', 0, 1, eachAlone))).rejects.toThrow('没有登记');
    await expect(readNumbers(bus, 'gossip', [])).rejects.toThrow('没有登记');
  });

  it('makes a topic anew that was deleted under it, so that the outbox goes on', async () => {
    const settings = kafkaSettings(brokers);
    const world = kafkaWorld(settings);
    const topic = await world.newTopic();
    const bus = world.open();
    await bus.publish(numbers(topic, 0, 3, String));
    const admin = new Kafka({ brokers: settings.brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [settings.prefix + topic] });
    await admin.disconnect();
    await expect
      .poll(
        () =>
          bus.publish(numbers(topic, 3, 6, String)).then(
            () => 'carried',
            () => 'refused',
          ),
        within,
      )
      .toBe('carried');
    const got: Got[] = [];
    await readNumbers(bus, topic, got);
    await expect.poll(() => got.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
    await world.close();
  }, 120_000);

  it('makes topics as configured, accepts more partitions and refuses fewer', async () => {
    const kafka = kafkaSettings(brokers, { retentionDays: 3 });
    const bus = (topics: Record<string, { partitions: number }>) =>
      createKafkaBus({ kafka, topics, time: systemTime, log: silentLog });
    const [four, two, eight] = [4, 2, 8].map((partitions) => bus({ 'posts.collected': { partitions } }));
    await Promise.all([four!.ensureTopics(), bus({ 'posts.collected': { partitions: 4 } }).ensureTopics()]);
    await two!.ensureTopics();
    const refused = await eight!.ensureTopics().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'misconfigured' });
    expect((refused as Error).message).toContain(`“${kafka.prefix}posts.collected”现有 4 个，需要 8 个`);
    await Promise.all([four, two, eight].map((each) => each!.close()));
  }, 60_000);

  it('says that more copies were asked for than there are brokers', async () => {
    const world = kafkaWorld(kafkaSettings(brokers, { replication: 3 }));
    await expect(world.newTopic()).rejects.toThrow('KAFKA_REPLICATION 为 3');
    await world.close();
  }, 60_000);
});
