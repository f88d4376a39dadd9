import type { EventBus } from '../../platform/ports/event-bus.ts';
import type { BusLoad } from './bus.ts';

export const seconds = (begun: number): number => (performance.now() - begun) / 1_000;

const BATCH = 500;

/** Through the port, as the outbox relay does it. Closes the bus. */
export async function produceBus(bus: EventBus, load: BusLoad): Promise<number> {
  try {
    await bus.publish(load.batches[0]!.slice(0, 1).map((each) => ({ ...each, topic: load.topic }))); // connects
    const begun = performance.now();
    for (const batch of load.batches) await bus.publish(batch);
    return seconds(begun);
  } finally {
    await bus.close();
  }
}

/** From the assignment of the first partition to the last message handled. Closes the bus. */
export async function consumeBus(bus: EventBus, { topic, batches }: BusLoad): Promise<number> {
  const wanted = batches.reduce((sum, batch) => sum + batch.length, 0);
  let [begun, got, bytes] = [0, 0, 0];
  let done: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  try {
    await bus.subscribe({
      ...{ group: 'ours', topics: [topic], maxBatch: BATCH },
      onAssigned: async () => void (begun ||= performance.now()),
      handle: async (batch) => {
        for (const { value } of batch.messages) bytes += value.length;
        got += batch.messages.length;
        if (got >= wanted) done();
      },
    });
    await all;
    const taken = seconds(begun);
    if (bytes === 0) throw new Error('our bus read nothing');
    return taken;
  } finally {
    await bus.close();
  }
}
