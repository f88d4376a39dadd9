import type { KafkaSettings } from '../../../config/engine-settings.ts';
import type { EventBus, OutgoingMessage, Subscribe, Subscription } from '../../ports/event-bus.ts';
import type { Time } from '../../ports/time.ts';
import { AppError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/log.ts';
import { TOPICS } from '../../runtime/topics.ts';
import { noticeFor } from '../outage-notice.ts';
import { atRightDoor } from './kafka-door.ts';
import { keepAdmin, lag, logEnds, rewind, sum } from './admin.ts';
import { startMember } from './group-member.ts';
import { newClient, type KafkaClient } from './kafka-client.ts';
import { rememberedPositions, type GroupPositions } from './positions.ts';
import { createPublisher } from './publisher.ts';
import { setUpTopics, type TopicsSetup } from './topics-setup.ts';

export interface KafkaBusOptions {
  kafka: KafkaSettings;
  topics?: Record<string, { partitions: number }>;
  /** Where it is kept how far each group has worked. Default in this process only: a gap is noticed while it lives. */
  positions?: GroupPositions;
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
const withDefaults = (given: KafkaBusOptions) => ({
  ...{ ...DEFAULTS, positions: rememberedPositions(), notice: noticeFor(given.kafka, 'Kafka', given.log) },
  ...given,
});
const ADMIN_MS = 10_000;
const TOPICS_MS = 60_000;

/**
 * The message bus of the distributed profile. Names of topics and groups get the prefix of the settings; the group of
 * two topics is two groups of Kafka, `PREFIX` + group + `.` + topic.
 * Kafka being away never ends the process: publish() rejects with 'unavailable', consumers come back by themselves, and
 * subscribe() resolves when every topic of it was joined or the subscription stopped, so it waits as long as Kafka is away.
 */
export function createKafkaBus(given: KafkaBusOptions): KafkaBus {
  const options = withDefaults(given);
  const { kafka: settings } = options;
  const subscriptions = new Set<Subscription>();
  const makeClient = (): KafkaClient => newClient(settings, options.log);
  const nameOf = (topic: string): string => registered(options.topics, settings.prefix, topic);
  const groupOf = (group: string, topic: string): string => `${settings.prefix}${group}.${topic}`;
  const publisher = createPublisher({ ...options, newClient: makeClient, nameOf });
  const admin = keepAdmin(makeClient);
  const member = (subscribe: Subscribe, topic: string) =>
    startMember({
      ...{ ...options, subscribe, topic, newClient: makeClient },
      names: { topic: nameOf(topic), group: groupOf(subscribe.group, topic) },
      ends: () => admin.use(ADMIN_MS, '查询消息起止', (each) => logEnds(each, nameOf(topic))),
    });
  const lagOf = (group: string, topic: string) =>
    admin.use(ADMIN_MS, '查询积压', (each) => lag(each, groupOf(group, topic), nameOf(topic)));
  const ensureTopics = topicsSetUp(admin, options);
  return {
    lag: lagOf,
    publish: (messages) => publishTo(publisher, messages, ensureTopics),
    async subscribe(wish) {
      wish.topics.forEach(nameOf);
      const members = wish.topics.map((topic) => member(wish, topic));
      const lags = () => Promise.all(wish.topics.map((topic) => lagOf(wish.group, topic)));
      const stop = (): Promise<void> => stopAll(members).then(() => void subscriptions.delete(subscription));
      const subscription: Subscription = { lag: async () => sum(await lags()), stop };
      subscriptions.add(subscription);
      await Promise.all(members.map(({ joined }) => joined));
      return subscription;
    },
    rewind: (group, topic) => moveBack(admin, options.positions, groupOf(group, topic)),
    ensureTopics,
    ping: () => admin.use(ADMIN_MS, '探测', async (each) => void (await each.describeCluster())),
    async close() {
      await stopAll([...subscriptions]);
      await Promise.all([publisher.close(), admin.close()]);
    },
  };
}

const topicsSetUp = (admin: ReturnType<typeof keepAdmin>, setup: Omit<TopicsSetup, 'admin'>) => () =>
  atRightDoor(setup.kafka, () => admin.use(TOPICS_MS, '检查主题', (each) => setUpTopics({ ...setup, admin: each })));

const moveBack = (admin: ReturnType<typeof keepAdmin>, positions: GroupPositions, groupId: string): Promise<void> =>
  admin.use(ADMIN_MS, '回放', (each) => rewind(each, groupId)).then(() => positions.forget(groupId));

const stopAll = (all: { stop(): Promise<void> }[]): Promise<unknown> => Promise.all(all.map((each) => each.stop()));

function registered(topics: Record<string, { partitions: number }>, prefix: string, topic: string): string {
  if (!topics[topic]) throw new AppError('misconfigured', `消息主题“${topic}”没有登记（platform/runtime/topics.ts）`);
  return prefix + topic;
}

/** A topic that was deleted under us would hold up the outbox for ever: it is made anew, and whoever publishes tries again. */
async function publishTo(
  publisher: Pick<ReturnType<typeof createPublisher>, 'publish'>,
  messages: OutgoingMessage[],
  ensureTopics: () => Promise<void>,
): Promise<void> {
  if (messages.length === 0) return;
  try {
    await publisher.publish(messages);
  } catch (error) {
    if (error instanceof AppError && error.code === 'misconfigured') await ensureTopics().catch(() => undefined);
    throw error;
  }
}
