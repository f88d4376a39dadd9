import type { Stage } from '../platform/runtime/kernel.ts';
import { startRound } from '../platform/runtime/round.ts';
import { startHeartbeat } from './deadlines/heartbeat.ts';
import { recalibrateClocks } from './deadlines/recalibrate.ts';
import type { Delivery } from './notifications/create-delivery.ts';
import { consumeEvents, consumeWarnings } from './events/consume-events.ts';
import type { createSending } from './releases/create-sending.ts';
import type { VerbDeps } from './tickets/act.ts';
import type { ResponderOptions } from './responder.ts';
import { SWEEP } from './sweep-all.ts';

const SWEEP_EVERY_MS = 1_000;

interface Rounds {
  sweep(): Promise<number>;
  delivery: Delivery;
  sending: ReturnType<typeof createSending>;
}

/** Consumers and rounds of this process; starting twice starts once. */
export function runningParts(
  options: ResponderOptions,
  { books, wake }: VerbDeps,
  { sweep, delivery, sending }: Rounds,
): Pick<Stage, 'start' | 'stop'> {
  const { kernel } = options;
  const { db, transact, time, jobs } = kernel;
  let running: { stop(): Promise<void> }[] = [];
  let defined = false;
  const define = (): void => {
    jobs.define(SWEEP, async () => void (await sweep()), { attempts: 1 });
    delivery.define();
    defined = true;
  };
  return {
    async start() {
      if (running.length > 0) return;
      if (!defined) define();
      await recalibrateClocks({ transact, time, books });
      running = [
        await consumeEvents(kernel.consume, { db, transact, books, wake }),
        await consumeWarnings(kernel.consume, { db, transact, books, wake }),
      ];
      running.push(startRound(kernel, { name: SWEEP, everyMs: SWEEP_EVERY_MS, work: sweep }), delivery.start());
      running.push(sending.start(), ...heartbeatOf(options, delivery));
    },
    async stop() {
      const consumers = running;
      running = [];
      for (const consumer of consumers) await consumer.stop();
    },
  };
}

const heartbeatOf = ({ kernel, heartbeatUrl }: ResponderOptions, { deps }: Delivery): { stop(): Promise<void> }[] =>
  heartbeatUrl ? [startHeartbeat({ ...kernel, url: heartbeatUrl, outgoing: deps.outgoing })] : [];
