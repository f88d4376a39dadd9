import { describe } from 'vitest';
import type { KafkaSettings } from '../../../config/engine-settings.ts';
import { eventBusContract } from '../../ports/event-bus.contract.ts';
import { uuidv7 } from '../../runtime/ids.ts';
import { silentLog } from '../../runtime/log.ts';
import { systemTime } from '../../runtime/system-time.ts';
import { testEngines } from '../../../tests/harness/engines.ts';
import { createKafkaBus, type KafkaBus } from './kafka-bus.ts';

const engines = await testEngines('kafka');

const settingsFor = (brokers: string): KafkaSettings => ({
  ...{ brokers: brokers.split(','), tls: null, sasl: null, prefix: `t-${uuidv7(new Date())}.` },
  ...{ replication: 1, retentionDays: 7, compression: 'gzip' },
});

describe.skipIf(engines.missing !== null)('Kafka', () => {
  eventBusContract('Kafka', async () => {
    const kafka = settingsFor(engines.env['KAFKA_BROKERS']!);
    const topics: Record<string, { partitions: number }> = {};
    const open = (): KafkaBus =>
      createKafkaBus({ kafka, topics, time: systemTime, log: silentLog, backoff: { firstMs: 10, maxMs: 100 } });
    const setup = open();
    return {
      open: async () => open(),
      newTopic: async () => {
        const name = `topic-${Object.keys(topics).length}`;
        topics[name] = { partitions: 4 };
        await setup.ensureTopics();
        return name;
      },
      close: () => setup.close(),
    };
  });
});
