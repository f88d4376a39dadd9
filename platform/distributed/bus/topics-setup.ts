import kafkajs, { type Admin, type ITopicConfig } from 'kafkajs';
import type { KafkaSettings } from '../../../config/engine-settings.ts';
import { AppError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/log.ts';
import { explained, typeIn } from './kafka-errors.ts';

type Topics = Record<string, { partitions: number }>;

/** Node finds this name only on the whole module: kafkajs is CommonJS. */
const { ConfigResourceTypes } = kafkajs;

export interface TopicsSetup {
  admin: Admin;
  kafka: KafkaSettings;
  topics: Topics;
  log: Logger;
}

/** From three copies on a write waits for two of them, so one broker may fail without a loss and without a stop. */
const MIN_INSYNC = { from: 3, replicas: 2 };

/**
 * Makes what is missing and checks what is there. More partitions than wanted are fine.
 * @throws AppError 'misconfigured' for too few partitions (adding some would tear keys apart) or missing rights, 'unavailable' when Kafka is away.
 */
export async function setUpTopics({ admin, kafka: settings, topics, log }: TopicsSetup): Promise<void> {
  const wanted: Topics = Object.fromEntries(
    Object.entries(topics).map(([topic, { partitions }]) => [settings.prefix + topic, { partitions }]),
  );
  try {
    const existing = new Set(await admin.listTopics());
    const missing = Object.keys(wanted).filter((topic) => !existing.has(topic));
    if (missing.length > 0)
      await create(
        admin,
        missing.map((topic) => newTopic(topic, wanted[topic]!.partitions, settings)),
        log,
      );
    const old = Object.keys(wanted).filter((topic) => existing.has(topic));
    if (old.length === 0) return;
    await checkPartitions(admin, wanted, old);
    await compareRetention(admin, settings, old, log);
  } catch (error) {
    // It was listed or made a moment ago: a broker under load has not told everybody yet, which waiting mends.
    if (typeIn(error) === 'UNKNOWN_TOPIC_OR_PARTITION')
      throw Object.assign(new AppError('unavailable', 'Kafka 刚建好的主题尚未就绪'), { cause: error });
    throw explained(error, '检查主题');
  }
}

function newTopic(
  topic: string,
  partitions: number,
  { replication, retentionDays }: TopicsSetup['kafka'],
): ITopicConfig {
  const configEntries = [{ name: 'retention.ms', value: retentionMs(retentionDays) }];
  if (replication >= MIN_INSYNC.from)
    configEntries.push({ name: 'min.insync.replicas', value: String(MIN_INSYNC.replicas) });
  return { topic, numPartitions: partitions, replicationFactor: replication, configEntries };
}

const retentionMs = (days: number): string => String(days * 86_400_000);

/** Another process may make the same topics at the same moment. */
async function create(admin: Admin, topics: ITopicConfig[], log: Logger): Promise<void> {
  try {
    await admin.createTopics({ topics, waitForLeaders: true });
    log.info({ topics: topics.map(({ topic }) => topic) }, 'Kafka topics created');
  } catch (error) {
    const failures = (error as { errors?: { type?: string; topic?: string; message?: string }[] }).errors ?? [
      error as { type?: string; topic?: string; message?: string },
    ];
    const real = failures.find(({ type }) => type !== 'TOPIC_ALREADY_EXISTS');
    if (real?.type === 'INVALID_REPLICATION_FACTOR')
      throw new AppError(
        'misconfigured',
        `Kafka 主题“${real.topic}”建不成：KAFKA_REPLICATION 为 ${topics[0]!.replicationFactor}，多于 Kafka 的节点数`,
      );
    if (real) throw real;
  }
}

async function checkPartitions(admin: Admin, wanted: Topics, topics: string[]): Promise<void> {
  const { topics: found } = await admin.fetchTopicMetadata({ topics });
  const few = found.filter(({ name, partitions }) => partitions.length < wanted[name]!.partitions);
  if (few.length === 0) return;
  const list = few.map(
    ({ name, partitions }) => `“${name}”现有 ${partitions.length} 个，需要 ${wanted[name]!.partitions} 个`,
  );
  throw new AppError(
    'misconfigured',
    `Kafka 主题的分区太少：${list.join('；')}。直接增加分区会打乱同一键的先后，请换一个 KAFKA_PREFIX，或在消息全部处理完后停机删除该主题，由系统重建。`,
    {
      topics: few.map(({ name, partitions }) => ({
        topic: name,
        found: partitions.length,
        wanted: wanted[name]!.partitions,
      })),
    },
  );
}

/** An administrator may have his reasons for another retention, so it is only told. */
async function compareRetention(
  admin: Admin,
  settings: TopicsSetup['kafka'],
  topics: string[],
  log: Logger,
): Promise<void> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames: ['retention.ms'] })),
  });
  const wanted = retentionMs(settings.retentionDays);
  for (const { resourceName, configEntries } of resources) {
    const found = configEntries.find(({ configName }) => configName === 'retention.ms')?.configValue;
    if (found !== undefined && found !== wanted)
      log.warn(
        { topic: resourceName, found, wanted },
        'a Kafka topic keeps messages for another time than KAFKA_RETENTION_DAYS says',
      );
  }
}
