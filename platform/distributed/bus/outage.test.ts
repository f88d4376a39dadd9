import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { createKafka, freePort, type Engine } from '../../../tools/engines/index.ts';
import type { KafkaBus } from './kafka-bus.ts';

const engines = await testEngines('kafka');
const within = { timeout: 90_000, interval: 50 };

describe.skipIf(engines.missing !== null)('event bus when Kafka goes away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-kafka-outage-'));
  let kafka: Engine;
  beforeAll(async () => {
    kafka = await createKafka({ folder });
    await kafka.start();
  }, 90_000);
  afterAll(async () => {
    await kafka?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As the outbox relay does: the same messages again until they are accepted, never the next before. */
  function stream(bus: KafkaBus, topic: string) {
    const told = { accepted: 0, refused: 0, slowestMs: 0, on: true };
    const run = async (): Promise<void> => {
      while (told.on || told.accepted === 0) {
        const startedAt = performance.now();
        const from = told.accepted;
        await bus
          .publish(numbers(topic, from, from + 10, (n) => `key-${n % 9}`))
          .then(() => (told.accepted += 10))
          .catch(() => told.refused++);
        told.slowestMs = Math.max(told.slowestMs, performance.now() - startedAt);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    return { told, ended: run() };
  }

  it.each([
    ['was killed and started again', () => kafka.kill(), () => kafka.start()],
    ['hung and came back', async () => kafka.freeze(), async () => kafka.thaw()],
  ])(
    'delivers everything in order after the broker %s',
    async (_name, away, back) => {
      const world = kafkaWorld(kafkaSettings(kafka.env['KAFKA_BROKERS']!), { publishMs: 3_000 });
      const topic = await world.newTopic();
      const got: Got[] = [];
      const reader = await readNumbers(world.open(), topic, got);
      const { told, ended } = stream(world.open(), topic);
      await expect.poll(() => got.length, within).toBeGreaterThan(50);
      await away();
      await expect.poll(() => told.refused, within).toBeGreaterThan(0);
      await expect(world.open().ping()).rejects.toMatchObject({ code: 'unavailable' });
      const [accepted, delivered] = [told.accepted, got.length];
      await back();
      await expect.poll(() => told.accepted, within).toBeGreaterThan(accepted + 50);
      await expect.poll(() => got.length, within).toBeGreaterThan(delivered + 50);
      told.on = false;
      await ended;
      await expect.poll(() => firsts(got).length, within).toBeGreaterThanOrEqual(told.accepted);
      await expect.poll(() => reader.lag(), within).toBe(0);
      expect(keysOutOfOrder(got)).toEqual([]);
      console.info(
        `away and back: ${told.accepted} accepted, ${told.refused} refusals (slowest ${Math.round(told.slowestMs)} ms), ${got.length - firsts(got).length} repeated`,
      );
      await world.close();
    },
    180_000,
  );

  it('refuses to publish while nobody listens, and a subscription waits for Kafka without end', async () => {
    const world = kafkaWorld(kafkaSettings(`127.0.0.1:${await freePort()}`), { publishMs: 2_000 });
    world.topics['topic'] = { partitions: 1 };
    const bus = world.open();
    await expect(bus.publish(numbers('topic', 0, 1, String))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(bus.ensureTopics()).rejects.toMatchObject({ code: 'unavailable' });
    let subscribed = false;
    const waiting = readNumbers(bus, 'topic', []).then(() => (subscribed = true));
    await expect(bus.ping()).rejects.toMatchObject({ code: 'unavailable' });
    expect(subscribed).toBe(false);
    await world.close();
    await waiting;
  }, 60_000);
});
