import type { Admin } from 'kafkajs';
import { AppError } from '../../runtime/errors.ts';
import type { KafkaClient } from './kafka-client.ts';
import { explained, within } from './kafka-errors.ts';
import type { LogEnds } from './partition-options.ts';

/** One connection for questions; after a failure the next question makes a new one. */
export function keepAdmin(makeClient: () => KafkaClient) {
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
export async function lag(admin: Admin, groupId: string, topic: string): Promise<number> {
  const [ends, [committed]] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId, topics: [topic] }),
  ]);
  const done = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return sum(ends.map(({ partition, low, high }) => Number(high) - Math.max(done.get(partition) ?? 0, Number(low))));
}

/** Of each partition, the first message retention has left and the offset the next one will get. */
export async function logEnds(admin: Admin, topic: string): Promise<Map<number, LogEnds>> {
  const ends = await admin.fetchTopicOffsets(topic);
  return new Map(ends.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
}

/** Without offsets of its own the group begins at the earliest message again; the broker itself refuses a group with members. */
export async function rewind(admin: Admin, groupId: string): Promise<void> {
  try {
    await admin.deleteGroups([groupId]);
  } catch (error) {
    const failures = (error as { groups?: { error?: { type?: string } }[] }).groups ?? [];
    const types = failures.map((each) => each.error?.type);
    if (types.includes('NON_EMPTY_GROUP')) throw new AppError('conflict', `消费组“${groupId}”仍在运行，请先停止再回放`);
    if (!types.includes('GROUP_ID_NOT_FOUND')) throw error;
  }
}

export const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
