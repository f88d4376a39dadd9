import type { Kernel } from '../platform/runtime/kernel.ts';
import type { EventBooks } from './events/books.ts';
import { sweepEvents } from './events/sweep-events.ts';
import { startGroupConsumer } from './group-consumer.ts';
import type { AnalyzerTables } from './tables.ts';

export interface GroupPart {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** One sweep now; the schedule does it every minute. Returns the events looked at. */
  sweep(): Promise<number>;
}

const SWEEP = 'analyzer.events.sweep';
const SWEEP_EVERY_MS = 60_000;

/** mentions.analyzed → events.changed, warnings.raised, and the upkeep of events by time. */
export function createGroupPart(kernel: Kernel<AnalyzerTables>, books: EventBooks): GroupPart {
  let consumer: { stop(): Promise<void> } | null = null;
  let defined = false;
  const sweep = (): Promise<number> => sweepEvents({ kernel, books });
  return {
    sweep,
    async start() {
      if (consumer) return;
      // The next minute comes anyway: a failed sweep is not repeated.
      if (!defined) kernel.jobs.define(SWEEP, async () => void (await sweep()), { attempts: 1, concurrency: 1 });
      defined = true;
      consumer = await startGroupConsumer({ kernel, books });
      await kernel.jobs.schedule(SWEEP, 'every-minute', { everyMs: SWEEP_EVERY_MS });
    },
    async stop() {
      const running = consumer;
      consumer = null;
      await running?.stop();
    },
  };
}
