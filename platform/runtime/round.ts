import type { Time } from '../ports/time.ts';
import type { Logger } from './log.ts';

export interface RoundOptions {
  name: string;
  everyMs: number;
  work: () => Promise<unknown>;
}

export interface Round {
  /** No further round begins; waits for the one under way. */
  stop(): Promise<void>;
}

/**
 * Work that every process of a stage does again and again by itself, whatever became of the job queue: what is owed by rows
 * (deadlines, seals, upkeep) must not wait for Redis. Rounds never overlap; a failed one is told once and the next comes anyway.
 * Several processes may go round at once, so the work takes its rows with skip-locked or a try-lock.
 */
export function startRound({ time, log }: { time: Time; log: Logger }, { name, everyMs, work }: RoundOptions): Round {
  let running: Promise<void> | null = null;
  let failing = false;
  const once = async (): Promise<void> => {
    try {
      await work();
      if (failing) log.info({ round: name }, 'a round works again');
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ err: error, round: name }, 'a round failed, the next one comes');
      failing = true;
    }
  };
  const cancel = time.every(everyMs, () => (running ??= once().finally(() => (running = null))));
  return {
    async stop() {
      cancel();
      await running;
    },
  };
}
