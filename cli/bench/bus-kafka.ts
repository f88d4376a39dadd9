import { CompressionTypes, Kafka, logLevel, Partitioners } from 'kafkajs';
import type { KafkaSettings } from '../../config/engine-settings.ts';
import { createKafkaBus, type KafkaBus } from '../../platform/distributed/bus/kafka-bus.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { silentLog } from '../../platform/runtime/log.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';
import type { BusLoad, Side, Sides } from './bus.ts';
import { consumeBus, produceBus, seconds } from './bus-ours.ts';

/** Our bus beside the loop everybody would write first with kafkajs. */
export function kafkaSides(brokers: string): Sides {
  const prefix = `bench-${uuidv7(systemTime.now())}.`;
  const kafka: KafkaSettings = {
    ...{ brokers: brokers.split(','), tls: null, sasl: null, prefix },
    ...{ replication: 1, retentionDays: 1, compression: 'gzip' },
  };
  const topics: Record<string, { partitions: number }> = {};
  const open = (): KafkaBus => createKafkaBus({ kafka, topics, time: systemTime, log: silentLog });
  const setup = open();
  return {
    ours: { produce: (load) => produceBus(open(), load), consume: (load) => consumeBus(open(), load) },
    bare: bareSide(new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING }), prefix),
    async newTopic(topic, partitions) {
      topics[topic] = { partitions };
      await setup.ensureTopics();
    },
    close: () => setup.close(),
  };
}

function bareSide(kafka: Kafka, prefix: string): Side {
  return {
    async produce(load) {
      const producer = kafka.producer({
        ...{ idempotent: true, maxInFlightRequests: 1, createPartitioner: Partitioners.DefaultPartitioner },
      });
      await producer.connect();
      const begun = performance.now();
      for (const batch of load.batches) {
        const messages = batch.map(({ key, value }) => ({ key, value }));
        await producer.send({ topic: prefix + load.topic, messages, acks: -1, compression: CompressionTypes.GZIP });
      }
      const taken = seconds(begun);
      await producer.disconnect();
      return taken;
    },
    consume: (load) => bareConsume(kafka, prefix, load),
  };
}

async function bareConsume(kafka: Kafka, prefix: string, { topic, batches }: BusLoad): Promise<number> {
  const wanted = batches.reduce((sum, batch) => sum + batch.length, 0);
  const consumer = kafka.consumer({ groupId: `${prefix}bare.${topic}` });
  await consumer.connect();
  await consumer.subscribe({ topics: [prefix + topic], fromBeginning: true });
  let [begun, got, bytes] = [0, 0, 0];
  consumer.on(consumer.events.GROUP_JOIN, () => void (begun = performance.now()));
  const taken = await new Promise<number>((resolve, reject) => {
    const run = consumer.run({
      ...{ autoCommit: false, partitionsConsumedConcurrently: 4 },
      eachBatch: async ({ batch }) => {
        for (const { value } of batch.messages) bytes += value!.toString().length;
        const offset = String(BigInt(batch.lastOffset()) + 1n);
        await consumer.commitOffsets([{ topic: batch.topic, partition: batch.partition, offset }]);
        got += batch.messages.length;
        if (got >= wanted) resolve(seconds(begun));
      },
    });
    run.catch(reject);
  });
  await consumer.disconnect();
  if (bytes === 0) throw new Error('the bare loop read nothing');
  return taken;
}
