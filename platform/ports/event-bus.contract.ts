import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Batch, EventBus, OutgoingMessage, Skipped, Subscribe } from './event-bus.ts';
import type { Envelope } from '../runtime/envelope.ts';
import { uuidv7 } from '../runtime/ids.ts';

/** A broker under test. `open()` connects as another process would; `partitions` of every topic is 4. */
export interface BusWorld {
  open(): Promise<EventBus>;
  /** Makes a topic nobody used before. */
  newTopic(): Promise<string>;
  /** Everything published to the topic so far is gone, read or not. */
  forget(topic: string): Promise<void>;
  close(): Promise<void>;
}

let counter = 0;
const newGroup = (): string => `group-${process.pid}-${++counter}`;

export const message = (topic: string, key: string, payload: unknown): OutgoingMessage => ({
  topic,
  key,
  value: JSON.stringify({
    id: uuidv7(new Date()),
    type: 'test.happened',
    version: 1,
    key,
    at: '2026-02-24T09:00:00+08:00',
    traceId: 't',
    payload,
  } satisfies Envelope),
});
const numbers = (topic: string, from: number, to: number, key = (n: number) => `key-${n % 7}`): OutgoingMessage[] =>
  Array.from({ length: to - from }, (_unused, index) => message(topic, key(from + index), from + index));
const envelopes = (batch: Batch): Envelope<number>[] =>
  batch.messages.map((delivered) => JSON.parse(delivered.value) as Envelope<number>);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_unused, i) => from + i);
const ascending = (list: number[]): number[] => [...list].sort((a, b) => a - b);
const within = { timeout: 20_000, interval: 10 };

/** What every event bus of the house must do; see the port for the words. */
export function eventBusContract(name: string, makeWorld: () => Promise<BusWorld>): void {
  describe(`event bus: ${name}`, () => {
    let world: BusWorld;
    const open = new Set<EventBus>();
    const connect = async (): Promise<EventBus> => {
      const bus = await world.open();
      open.add(bus);
      return bus;
    };
    /** A consumer that writes down what it got. */
    const collect = async (bus: EventBus, group: string, topic: string, more: Partial<Subscribe> = {}) => {
      const got: { payload: number; key: string; partition: number; offset: bigint }[] = [];
      const subscription = await bus.subscribe({
        group,
        topics: [topic],
        maxBatch: 50,
        handle: async (batch) => {
          await more.handle?.(batch);
          envelopes(batch).forEach((envelope, index) => {
            const { partition, offset } = batch.messages[index]!;
            got.push({ payload: envelope.payload, key: envelope.key, partition, offset });
          });
        },
        ...(more.onAssigned && { onAssigned: more.onAssigned }),
        ...(more.onSkipped && { onSkipped: more.onSkipped }),
      });
      return { got, payloads: () => ascending(got.map((item) => item.payload)), subscription };
    };

    beforeAll(async () => {
      world = await makeWorld();
    });
    afterEach(async () => {
      await Promise.all([...open].map((bus) => bus.close()));
      open.clear();
    });
    afterAll(() => world.close());

    it('delivers everything once read, each key in its order, and knows its lag', async () => {
      const [bus, topic, group] = [await connect(), await world.newTopic(), newGroup()];
      await bus.publish(numbers(topic, 0, 120));
      const reader = await collect(bus, group, topic);
      await bus.publish(numbers(topic, 120, 240));
      await expect.poll(() => reader.got.length, within).toBe(240);
      expect(reader.payloads()).toEqual(range(0, 240));
      for (const key of new Set(reader.got.map((item) => item.key))) {
        const ofKey = reader.got.filter((item) => item.key === key);
        expect(ofKey.map((item) => item.payload)).toEqual(ascending(ofKey.map((item) => item.payload)));
        expect(new Set(ofKey.map((item) => item.partition)).size).toBe(1);
      }
      await expect.poll(() => reader.subscription.lag(), within).toBe(0);
    });

    it('knows how far a group is behind that runs elsewhere, or stands still', async () => {
      const [bus, topic, group] = [await connect(), await world.newTopic(), newGroup()];
      await bus.publish(numbers(topic, 0, 10));
      expect(await bus.lag(group, topic)).toBe(10);
      const reader = await collect(await connect(), group, topic);
      await expect.poll(() => bus.lag(group, topic), within).toBe(0);
      await reader.subscription.stop();
      await bus.publish(numbers(topic, 10, 15));
      expect(await bus.lag(group, topic)).toBe(5);
    });

    it('keeps messages and offsets when everybody has gone', async () => {
      const [topic, group] = [await world.newTopic(), newGroup()];
      const before = await connect();
      const first = await collect(before, group, topic);
      await before.publish(numbers(topic, 0, 10));
      await expect.poll(() => first.got.length, within).toBe(10);
      await first.subscription.stop();
      await before.publish(numbers(topic, 10, 20));
      await before.close();
      const second = await collect(await connect(), group, topic);
      await expect.poll(() => second.payloads(), within).toEqual(range(10, 20));
    });

    it('gives every group all messages at its own pace', async () => {
      const [bus, topic] = [await connect(), await world.newTopic()];
      const quick = await collect(bus, newGroup(), topic);
      const slow = await collect(bus, newGroup(), topic, {
        handle: () => new Promise((resolve) => setTimeout(resolve, 30)),
      });
      await bus.publish(numbers(topic, 0, 40));
      await expect.poll(() => quick.got.length, within).toBe(40);
      await expect.poll(() => slow.payloads(), within).toEqual(range(0, 40));
    });

    it('delivers a rejected batch again, from the same message, in order', async () => {
      const [bus, topic] = [await connect(), await world.newTopic()];
      let refusals = 2;
      const firsts: bigint[] = [];
      const reader = await collect(bus, newGroup(), topic, {
        handle: async (batch) => {
          firsts.push(batch.messages[0]!.offset);
          if (refusals-- > 0) throw new Error('not now');
        },
      });
      await bus.publish(numbers(topic, 0, 5, () => 'one key'));
      await expect.poll(() => reader.got.map((item) => item.payload), within).toEqual(range(0, 5));
      expect(firsts).toEqual([0n, 0n, 0n]);
    });

    it('skips nothing when many publish at once', async () => {
      const topic = await world.newTopic();
      const [one, two] = [await connect(), await connect()];
      const reader = await collect(one, newGroup(), topic);
      const key = (): string => 'same';
      await Promise.all(range(0, 40).map((n) => (n % 2 ? one : two).publish(numbers(topic, n * 10, n * 10 + 10, key))));
      await expect.poll(() => reader.got.length, within).toBe(400);
      expect(reader.payloads()).toEqual(range(0, 400));
      const offsets = reader.got.map((item) => Number(item.offset));
      expect(offsets).toEqual(range(offsets[0]!, offsets[0]! + 400));
    });

    it('replays from the beginning after a rewind, which a running group refuses', async () => {
      const [bus, topic, group] = [await connect(), await world.newTopic(), newGroup()];
      const first = await collect(bus, group, topic);
      await bus.publish(numbers(topic, 0, 30));
      await expect.poll(() => first.got.length, within).toBe(30);
      await expect(bus.rewind(group, topic)).rejects.toThrow();
      await first.subscription.stop();
      await bus.rewind(group, topic);
      const second = await collect(bus, group, topic);
      await expect.poll(() => second.payloads(), within).toEqual(range(0, 30));
    });

    it('shares partitions between two members, never one partition to both, and hands them over on stop', async () => {
      const [topic, group] = [await world.newTopic(), newGroup()];
      const busy = new Map<number, number>();
      let overlaps = 0;
      const handle = async (batch: Batch): Promise<void> => {
        const now = (busy.get(batch.partition) ?? 0) + 1;
        busy.set(batch.partition, now);
        if (now > 1) overlaps++;
        await new Promise((resolve) => setTimeout(resolve, 5));
        busy.set(batch.partition, busy.get(batch.partition)! - 1);
      };
      const publisher = await connect();
      const one = await collect(await connect(), group, topic, { handle });
      const two = await collect(await connect(), group, topic, { handle });
      let sent = 0;
      const send = async (): Promise<void> => {
        await publisher.publish(numbers(topic, sent, sent + 20, (n) => `key-${n}`));
        sent += 20;
      };
      await expect.poll(async () => (await send(), one.got.length > 0 && two.got.length > 0), within).toBe(true);
      await one.subscription.stop();
      const before = one.got.length;
      await send();
      await expect.poll(() => new Set([...one.got, ...two.got].map((item) => item.payload)).size, within).toBe(sent);
      expect(one.got.length).toBe(before);
      expect(overlaps).toBe(0);
    });

    it('says that a partition was taken over before its first batch', async () => {
      const [bus, topic] = [await connect(), await world.newTopic()];
      const story: string[] = [];
      const reader = await collect(bus, newGroup(), topic, {
        onAssigned: async (_topic, partition) => void story.push(`assigned ${partition}`),
        handle: async (batch) => void story.push(`batch ${batch.partition}`),
      });
      await bus.publish(numbers(topic, 0, 40, (n) => `key-${n}`));
      await expect.poll(() => reader.got.length, within).toBe(40);
      for (const partition of range(0, 4))
        expect(story.indexOf(`assigned ${partition}`)).toBeLessThan(story.indexOf(`batch ${partition}`));
    });

    it('tells a group of the messages that were gone before it read them, once', async () => {
      const [bus, topic, group] = [await connect(), await world.newTopic(), newGroup()];
      let refusals = 1;
      const gaps: Skipped[] = [];
      const onSkipped = async (skipped: Skipped): Promise<void> => {
        if (refusals-- > 0) throw new Error('not now');
        gaps.push(skipped);
      };
      const eachAlone = (n: number): string => `key-${n}`;
      const first = await collect(bus, group, topic, { onSkipped });
      await bus.publish(numbers(topic, 0, 40, eachAlone));
      await expect.poll(() => first.subscription.lag(), within).toBe(0);
      await first.subscription.stop();
      const readAll = new Date();
      await bus.publish(numbers(topic, 40, 100, eachAlone));
      await world.forget(topic);
      await bus.publish(numbers(topic, 100, 140, eachAlone));
      expect(gaps).toEqual([]);
      const second = await collect(await connect(), group, topic, { onSkipped });
      await expect.poll(() => second.payloads(), within).toEqual(range(100, 140));
      const lost = (): number => gaps.reduce((sum, { from, to }) => sum + Number(to! - from), 0);
      expect(lost()).toBe(60);
      expect(gaps.every(({ since }) => since !== null && since <= readAll)).toBe(true);
      await expect.poll(() => second.subscription.lag(), within).toBe(0);
      await second.subscription.stop();
      await bus.publish(numbers(topic, 140, 180, eachAlone));
      const third = await collect(await connect(), group, topic, { onSkipped });
      await expect.poll(() => third.payloads(), within).toEqual(range(140, 180));
      expect(lost()).toBe(60);
    });

    it('tells a new group, and one that was moved back on purpose, of nothing', async () => {
      const [bus, topic, group] = [await connect(), await world.newTopic(), newGroup()];
      const gaps: Skipped[] = [];
      const onSkipped = async (skipped: Skipped): Promise<void> => void gaps.push(skipped);
      await bus.publish(numbers(topic, 0, 20));
      await world.forget(topic);
      await bus.publish(numbers(topic, 20, 30));
      const first = await collect(bus, group, topic, { onSkipped });
      await expect.poll(() => first.payloads(), within).toEqual(range(20, 30));
      await expect.poll(() => first.subscription.lag(), within).toBe(0);
      await first.subscription.stop();
      await bus.rewind(group, topic);
      const second = await collect(await connect(), group, topic, { onSkipped });
      await expect.poll(() => second.payloads(), within).toEqual(range(20, 30));
      expect(gaps).toEqual([]);
    });
  });
}
