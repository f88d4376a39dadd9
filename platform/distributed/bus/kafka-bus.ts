import type { Admin } from 'kafkajs';
import type { KafkaSettings } from '../../../config/engine-settings.ts';
import type { EventBus, Subscribe, Subscription } from '../../ports/event-bus.ts';
import type { Time } from '../../ports/time.ts';
import { AppError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/log.ts';
import { TOPICS } from '../../runtime/topics.ts';
import { startMember } from './group-member.ts';
import { newClient, type KafkaClient } from './kafka-client.ts';
import { explained, within } from './kafka-errors.ts';
import { createPublisher } from './publisher.ts';
import { setUpTopics } from './topics-setup.ts';

export interface KafkaBusOptions {
  kafka: KafkaSettings;
  topics?: Record<string, { partitions: number }>;
  /** Stamps messages. Back-offs and time limits follow the machine's own clock. */
  time: Time;
  log: Logger;
  backoff?: { firstMs: number; maxMs: number };
  /** publish() has resolved or rejected after so long. */
  publishMs?: number;
  /** Without a heartbeat for so long a member loses its partitions; at least 6 s by the broker's default. */
  sessionMs?: number;
}

export interface KafkaBus extends EventBus {
  /** Makes missing topics and checks the others; to be called once before the first publish or subscribe. @throws AppError */
  ensureTopics(): Promise<void>;
  /** Rejects when no broker answers; for /readyz. */
  ping(): Promise<void>;
}

const DEFAULTS = {
  topics: TOPICS as Record<string, { partitions: number }>,
  backoff: { firstMs: 100, maxMs: 2_000 },
  publishMs: 10_000,
  sessionMs: 10_000,
};
const ADMIN_MS = 10_000;
const TOPICS_MS = 60_000;

/**
 * The message bus of the distributed profile. Names of topics and groups get the prefix of the settings; the group of
 * two topics is two groups of Kafka, `PREFIX` + group + `.` + topic.
 * Kafka being away never ends the process: publish() rejects with 'unavailable', consumers come back by themselves, and
 * subscribe() resolves when every topic of it was joined or the subscription stopped, so it waits as long as Kafka is away.
 */
export function createKafkaBus(given: KafkaBusOptions): KafkaBus {
  const options = { ...DEFAULTS, ...given };
  const { kafka: settings, log } = options;
  const subscriptions = new Set<Subscription>();
  const makeClient = (): KafkaClient => newClient(settings, log);
  const nameOf = (topic: string): string => registered(options.topics, settings.prefix, topic);
  const groupOf = (group: string, topic: string): string => `${settings.prefix}${group}.${topic}`;
  const publisher = createPublisher({
    ...{ newClient: makeClient, compression: settings.compression, nameOf },
    ...{ time: options.time, limitMs: options.publishMs },
  });
  const admin = keepAdmin(makeClient);
  const lagOf = (group: string, topic: string): Promise<number> =>
    admin.use(ADMIN_MS, '查询积压', (each) => lag(each, groupOf(group, topic), nameOf(topic)));

  function subscribe(subscribe: Subscribe): Promise<Subscription> {
    const members = subscribe.topics.map((topic) =>
      startMember({
        ...{ subscribe, topic, log, newClient: makeClient, sessionMs: options.sessionMs },
        names: { topic: nameOf(topic), group: groupOf(subscribe.group, topic) },
        backoff: options.backoff,
      }),
    );
    const subscription: Subscription = {
      lag: async () => sum(await Promise.all(subscribe.topics.map((topic) => lagOf(subscribe.group, topic)))),
      stop: async () => {
        await Promise.all(members.map((member) => member.subscription.stop()));
        subscriptions.delete(subscription);
      },
    };
    subscriptions.add(subscription);
    return Promise.all(members.map(({ joined }) => joined)).then(() => subscription);
  }

  return {
    publish: (messages) => (messages.length === 0 ? Promise.resolve() : publisher.publish(messages)),
    subscribe: async (wish) => subscribe(wish),
    rewind: (group, topic) =>
      admin.use(ADMIN_MS, '回放', (each) => rewind(each, groupOf(group, topic), { group, topic: nameOf(topic) })),
    ensureTopics: () =>
      admin.use(TOPICS_MS, '检查主题', (each) =>
        setUpTopics({ admin: each, settings, wanted: prefixed(options.topics, settings.prefix), log }),
      ),
    ping: () => admin.use(ADMIN_MS, '探测', async (each) => void (await each.describeCluster())),
    async close() {
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
      await Promise.all([publisher.close(), admin.close()]);
    },
  };
}

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);

const prefixed = (topics: Record<string, { partitions: number }>, prefix: string) =>
  Object.fromEntries(Object.entries(topics).map(([topic, { partitions }]) => [prefix + topic, { partitions }]));

function registered(topics: Record<string, { partitions: number }>, prefix: string, topic: string): string {
  if (!topics[topic]) throw new AppError('misconfigured', `消息主题“${topic}”没有登记（platform/runtime/topics.ts）`);
  return prefix + topic;
}

/** One connection for questions; after a failure the next question makes a new one. */
function keepAdmin(makeClient: () => KafkaClient) {
  let kept: { admin: Admin; client: KafkaClient } | undefined;
  const drop = async (): Promise<void> => {
    const old = kept;
    kept = undefined;
    if (old) await within(2_000, old.admin.disconnect(), 'goodbye').catch(() => undefined); // cut next
    old?.client.cut();
  };
  return {
    async use<R>(ms: number, what: string, ask: (admin: Admin) => Promise<R>): Promise<R> {
      if (!kept) {
        const client = makeClient();
        kept = { client, admin: client.kafka.admin() };
      }
      const mine = kept;
      try {
        return await within(
          ms,
          mine.admin.connect().then(() => ask(mine.admin)),
          what,
        );
      } catch (error) {
        if (error instanceof AppError && error.code !== 'unavailable') throw error;
        if (kept === mine) await drop();
        throw explained(error, what);
      }
    },
    close: drop,
  };
}

/** A group that never committed begins with the earliest kept message. */
async function lag(admin: Admin, groupId: string, topic: string): Promise<number> {
  const [ends, [committed]] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId, topics: [topic] }),
  ]);
  const done = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return sum(ends.map(({ partition, low, high }) => Number(high) - Math.max(done.get(partition) ?? 0, Number(low))));
}

/** Without offsets of its own the group begins at the earliest message again; the broker itself refuses a group with members. */
async function rewind(admin: Admin, groupId: string, names: { group: string; topic: string }): Promise<void> {
  try {
    await admin.deleteGroups([groupId]);
  } catch (error) {
    const failures = (error as { groups?: { error?: { type?: string } }[] }).groups ?? [];
    const types = failures.map((each) => each.error?.type);
    if (types.includes('NON_EMPTY_GROUP'))
      throw new AppError('conflict', `消费组“${names.group}”仍在运行，请先停止再回放“${names.topic}”`);
    if (!types.includes('GROUP_ID_NOT_FOUND')) throw error;
  }
}
