import { CompressionTypes, Partitioners, type Producer, type TopicMessages } from 'kafkajs';
import type { OutgoingMessage } from '../../ports/event-bus.ts';
import type { Time } from '../../ports/time.ts';
import type { OutageNotice } from '../outage-notice.ts';
import { RETRY, type KafkaClient } from './kafka-client.ts';
import { explained, within } from './kafka-errors.ts';

export interface PublisherOptions {
  newClient(): KafkaClient;
  kafka: { compression: 'none' | 'gzip' };
  /** The broker's name of a topic. @throws AppError for one nobody registered. */
  nameOf(topic: string): string;
  notice: OutageNotice;
  /** Stamps messages. */
  time: Time;
  /** publish() settles in this time. */
  publishMs: number;
}

/** Below the broker's default of 1 MiB for what one partition gets in one request, before compression. */
const REQUEST_BYTES = 900_000;

interface Line {
  producer: Producer;
  client: KafkaClient;
}

/**
 * One publish after another. After a failure the whole producer is cut off and replaced: kafkajs keeps trying in the
 * background, and a batch of it that comes late would overtake; its sequence numbers are no longer the broker's either.
 */
export function createPublisher(options: PublisherOptions) {
  const { publishMs, nameOf, time, notice } = options;
  const compression = options.kafka.compression === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None;
  let line: Line | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function send(requests: TopicMessages[][], until: number): Promise<void> {
    line ??= newLine(options.newClient());
    const { producer, client } = line;
    try {
      const sending = (async () => {
        await producer.connect(); // at once when it is connected
        for (const topicMessages of requests) await producer.sendBatch({ topicMessages, acks: -1, compression });
      })();
      await within(Math.max(1, until - performance.now()), sending, 'publish');
      notice.back(options);
    } catch (error) {
      line = undefined;
      client.cut();
      const why = explained(error, '发送消息');
      if (why.code === 'unavailable') notice.away(options, error);
      throw why;
    }
  }
  return {
    publish(messages: OutgoingMessage[]): Promise<void> {
      const until = performance.now() + publishMs;
      const turn = last.then(() => send(requestsOf(messages, nameOf, time.now()), until));
      last = turn.catch(() => undefined);
      return turn;
    },
    async close(): Promise<void> {
      await last;
      notice.gone(options);
      if (line) await within(5_000, line.producer.disconnect(), 'goodbye').catch(() => undefined); // cut next
      line?.client.cut();
      line = undefined;
    },
  };
}

function newLine(client: KafkaClient): Line {
  const producer = client.kafka.producer({
    ...{ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false },
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: RETRY,
  });
  return { producer, client };
}

/** In order, cut where a request grows too big. */
function requestsOf(messages: OutgoingMessage[], nameOf: (topic: string) => string, now: Date): TopicMessages[][] {
  const requests: Map<string, TopicMessages>[] = [];
  let size = Infinity;
  const timestamp = String(now.getTime());
  for (const { topic, key, value: text } of messages) {
    const value = Buffer.from(text);
    if (size + value.length > REQUEST_BYTES) {
      requests.push(new Map());
      size = 0;
    }
    size += value.length;
    const request = requests.at(-1)!;
    const name = nameOf(topic);
    if (!request.has(name)) request.set(name, { topic: name, messages: [] });
    request.get(name)!.messages.push({ key, value, timestamp });
  }
  return requests.map((request) => [...request.values()]);
}
