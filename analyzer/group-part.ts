import type { Kernel } from '../platform/runtime/kernel.ts';
import { byTime } from '../platform/runtime/by-time.ts';
import { startRound } from '../platform/runtime/round.ts';
import type { EventBooks } from './events/books.ts';
import { sweepEvents } from './events/sweep-events.ts';
import { startGroupConsumer } from './group-consumer.ts';
import type { AnalyzerTables } from './tables.ts';

export interface GroupPart {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** One sweep now; a round does it every minute. Returns the events looked at: none by a clock that is wrong. */
  sweep(): Promise<number>;
}

const SWEEP = 'analyzer.events.sweep';
const SWEEP_EVERY_MS = 60_000;

/** mentions.analyzed → events.changed, warnings.raised, and the upkeep of events by time. */
export function createGroupPart(kernel: Kernel<AnalyzerTables>, books: EventBooks): GroupPart {
  let running: { stop(): Promise<void> }[] = [];
  const due = byTime(kernel, () => sweepEvents({ kernel, books }));
  const sweep = async (): Promise<number> => (await due()) ?? 0;
  return {
    sweep,
    async start() {
      if (running.length > 0) return;
      running = [await startGroupConsumer({ kernel, books })];
      running.push(startRound(kernel, { name: SWEEP, everyMs: SWEEP_EVERY_MS, work: sweep }));
    },
    async stop() {
      const parts = running;
      running = [];
      for (const part of parts) await part.stop();
    },
  };
}
