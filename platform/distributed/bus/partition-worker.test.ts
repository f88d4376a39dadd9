import type { EachBatchPayload } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { Subscribe } from '../../ports/event-bus.ts';
import { silentLog } from '../../runtime/log.ts';
import { rememberedPositions } from './positions.ts';
import type { Tenure } from './partition-options.ts';
import { PartitionWorker } from './partition-worker.ts';

const refused = (type: string): Error => Object.assign(new Error(type), { type });

/** A worker whose broker answers as told; the fetch of two messages is handed on at once. */
function atWork(
  answers: { heartbeat?: () => Promise<void>; commit?: () => Promise<void> },
  handle: Subscribe['handle'],
) {
  const lost: string[] = [];
  const committed: string[] = [];
  const tenure: Tenure = { ours: true };
  const positions = rememberedPositions();
  const subscribe: Subscribe = { group: 'g', topics: ['t'], maxBatch: 10, handle };
  const worker = new PartitionWorker({
    ...{ subscribe, topic: 't', partition: 0, tenure, log: silentLog, backoff: { firstMs: 1, maxMs: 2 }, joinMs: 50 },
    ...{ names: { group: 'g.t' }, positions, ends: () => Promise.resolve(new Map()) },
    lost: (reason) => lost.push(reason.message),
  });
  const messages = [0, 1].map((offset) => ({
    offset: String(offset),
    timestamp: '1771894800000',
    value: Buffer.from(`m${offset}`),
  }));
  worker.accept({
    batch: { topic: 'huiying.t', partition: 0, messages },
    heartbeat: answers.heartbeat ?? (() => Promise.resolve()),
    commitOffsetsIfNecessary: async (offsets: { topics: { partitions: { offset: string }[] }[] }) => {
      await answers.commit?.();
      committed.push(offsets.topics[0]!.partitions[0]!.offset);
    },
    pause: () => () => undefined,
  } as unknown as EachBatchPayload);
  return { worker, lost, committed, tenure };
}

describe('one who works on a partition', () => {
  it('commits what was handled', async () => {
    const { worker, committed, lost } = atWork({}, async () => undefined);
    await expect.poll(() => committed).toEqual(['2']);
    await worker.release();
    expect(lost).toEqual([]);
  });

  it.each(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'])(
    'that is refused by %s lets go at the join, and asks to start over when none comes',
    async (type) => {
      const heartbeat = (): Promise<void> => Promise.reject(refused(type));
      const handle: Subscribe['handle'] = (batch) => batch.heartbeat();
      const waiting = atWork({ heartbeat }, handle);
      setTimeout(() => void waiting.worker.release(), 10);
      await waiting.worker.done;
      expect(waiting.lost).toEqual([]);
      const forgotten = atWork({ heartbeat }, handle);
      await forgotten.worker.done;
      expect(forgotten.lost).toEqual(['partition t/0 was refused to us and no join followed']);
      expect(forgotten.committed).toEqual([]);
    },
  );

  it('repeats its batch while the coordinator moves', async () => {
    let beats = 0;
    const heartbeat = async (): Promise<void> => {
      if (beats++ < 3) throw refused('NOT_COORDINATOR_FOR_GROUP');
    };
    const handled: string[] = [];
    const { worker, committed, lost } = atWork({ heartbeat }, async (batch) => {
      await batch.heartbeat();
      handled.push(...batch.messages.map(({ value }) => value));
    });
    await expect.poll(() => committed).toEqual(['2']);
    expect(handled).toEqual(['m0', 'm1']);
    await worker.release();
    expect(lost).toEqual([]);
  });

  it('commits nothing after its tenure', async () => {
    const { worker, committed, tenure } = atWork({}, async (batch) => {
      tenure.ours = false;
      await batch.heartbeat();
    });
    await worker.release();
    expect(committed).toEqual([]);
  });
});
