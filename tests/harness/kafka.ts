import { Kafka, logLevel, type Admin } from 'kafkajs';
import type { KafkaSettings } from '../../config/engine-settings.ts';
import { createKafkaBus, type KafkaBus, type KafkaBusOptions } from '../../platform/distributed/bus/kafka-bus.ts';
import { rememberedPositions } from '../../platform/distributed/bus/positions.ts';
import type { OutgoingMessage, Subscribe, Subscription } from '../../platform/ports/event-bus.ts';
import { message } from '../../platform/ports/event-bus.contract.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { silentLog } from '../../platform/runtime/log.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';

/** Settings whose topics and groups nobody else has. */
export const kafkaSettings = (brokers: string, more: Partial<KafkaSettings> = {}): KafkaSettings => ({
  ...{ brokers: brokers.split(','), tls: null, sasl: null, prefix: `t-${uuidv7(new Date())}.` },
  ...{ replication: 1, retentionDays: 7, compression: 'gzip' },
  ...more,
});

/** Buses of several processes on one Kafka, in one: each with connections and group members of its own. */
export function kafkaWorld(kafka: KafkaSettings, more: Partial<KafkaBusOptions> = {}) {
  const topics: Record<string, { partitions: number }> = {};
  const opened: KafkaBus[] = [];
  const positions = rememberedPositions();
  const open = (): KafkaBus => {
    const backoff = { firstMs: 10, maxMs: 100 };
    const bus = createKafkaBus({ kafka, topics, positions, time: systemTime, log: silentLog, backoff, ...more });
    opened.push(bus);
    return bus;
  };
  return {
    open,
    topics,
    async newTopic(): Promise<string> {
      const name = `topic-${Object.keys(topics).length}`;
      topics[name] = { partitions: 4 };
      await (opened[0] ?? open()).ensureTopics();
      return name;
    },
    forget: (topic: string): Promise<void> => forget(kafka, topic),
    close: async (): Promise<void> => void (await Promise.all(opened.map((bus) => bus.close()))),
  };
}

/** As retention does: everything published so far is gone. */
async function forget({ brokers, prefix }: KafkaSettings, name: string): Promise<void> {
  await asAdmin(brokers, async (admin) => {
    const topic = prefix + name;
    const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({
      partition,
      offset: high,
    }));
    await admin.deleteTopicRecords({ topic, partitions: partitions.filter(({ offset }) => offset !== '0') });
  });
}

/** With the tools anybody has who may. */
export async function asAdmin(brokers: string[], work: (admin: Admin) => Promise<unknown>): Promise<void> {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await work(admin).finally(() => admin.disconnect());
}

/** Numbers as messages; equal keys where `key` says so. */
export const numbers = (topic: string, from: number, to: number, key: (n: number) => string): OutgoingMessage[] =>
  Array.from({ length: to - from }, (_unused, index) => message(topic, key(from + index), from + index));

export interface Got {
  payload: number;
  key: string;
  partition: number;
  offset: bigint;
}

/** Reads a topic and writes down what came, in the order it was done. `before` may delay or refuse a batch. */
export function readNumbers(
  bus: KafkaBus,
  topic: string,
  got: Got[],
  more: Partial<Pick<Subscribe, 'group' | 'maxBatch' | 'handle' | 'onAssigned' | 'onSkipped'>> = {},
): Promise<Subscription> {
  return bus.subscribe({
    ...{ group: 'readers', maxBatch: 50, topics: [topic] },
    ...more,
    async handle(batch) {
      await more.handle?.(batch);
      for (const { value, partition, offset } of batch.messages) {
        const { payload, key } = JSON.parse(value) as { payload: number; key: string };
        got.push({ payload, key, partition, offset });
      }
    },
  });
}

/** What came, each message at its first coming. */
export const firsts = (got: Got[]): Got[] =>
  [...new Map([...got].reverse().map((each) => [each.payload, each])).values()].reverse();

/** Keys whose messages did not come in ascending order (repeats left out). */
export function keysOutOfOrder(got: Got[]): string[] {
  const last = new Map<string, number>();
  const wrong = new Set<string>();
  for (const { key, payload } of firsts(got)) {
    if ((last.get(key) ?? -1) > payload) wrong.add(key);
    last.set(key, payload);
  }
  return [...wrong];
}
