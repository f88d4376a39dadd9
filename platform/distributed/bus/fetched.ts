import type { KafkaMessage } from 'kafkajs';
import type { DeliveredMessage } from '../../ports/event-bus.ts';

/** A message as Kafka brought it, with the time its log gave it. */
export type Fetched = DeliveredMessage & { publishedAt: Date };

export const fetched = (topic: string, partition: number, message: KafkaMessage): Fetched => ({
  topic,
  partition,
  offset: BigInt(message.offset),
  value: message.value?.toString() ?? '',
  publishedAt: new Date(Number(message.timestamp)),
});
