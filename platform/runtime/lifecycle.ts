import { AppError } from './errors.ts';
import type { Logger } from './log.ts';
import { pause } from './system-time.ts';

/**
 * What was started, in order; undone in the opposite order. Each resource registers its undo right after it exists,
 * so a start that fails half-way drains the same stack.
 */
export interface Lifecycle {
  /** `limitMs`: how long this step may take before the next one begins anyway. Default 10 s. */
  onStop(name: string, undo: () => Promise<void> | void, limitMs?: number): void;
  /** Runs `start` once, however often called. When it fails everything registered so far is undone and the failure is thrown. */
  start(start: () => Promise<void>): Promise<void>;
  /** Undoes everything. Idempotent; waits for a start that is still under way. @returns names of the steps that failed or hung. */
  stop(): Promise<string[]>;
  /** Aborted at the first call of stop(): a start that waits for an engine gives up. */
  readonly stopping: AbortSignal;
}

const LIMIT_MS = 10_000;

interface Step {
  name: string;
  undo: () => Promise<void> | void;
  limitMs: number;
}

export function createLifecycle(log: Logger): Lifecycle {
  const steps: Step[] = [];
  let starting: Promise<void> | undefined;
  let stopped: Promise<string[]> | undefined;
  const stopping = new AbortController();

  const stop = (): Promise<string[]> =>
    (stopped ??= (async () => {
      stopping.abort(new AppError('unavailable', '启动已取消。'));
      await starting?.catch(() => undefined); // its caller heard of it
      return drain(steps, log);
    })());
  return {
    onStop(name, undo, limitMs = LIMIT_MS) {
      steps.push({ name, undo, limitMs });
    },
    start(start) {
      starting ??= start().catch(async (error: unknown) => {
        await drain(steps, log);
        throw error;
      });
      return starting;
    },
    stop,
    stopping: stopping.signal,
  };
}

async function drain(steps: Step[], log: Logger): Promise<string[]> {
  const failed: string[] = [];
  for (let step = steps.pop(); step; step = steps.pop()) {
    const began = performance.now();
    try {
      await withLimit(step);
      log.debug({ step: step.name, ms: Math.round(performance.now() - began) }, 'stopped');
    } catch (error) {
      failed.push(step.name);
      log.error({ err: error, step: step.name }, 'a step of the shutdown failed, going on with the next');
    }
  }
  return failed;
}

async function withLimit({ undo, limitMs }: Step): Promise<void> {
  const done = new AbortController();
  try {
    const late = pause(limitMs, done.signal).then(() => {
      throw new Error(`not finished after ${limitMs} ms`);
    });
    late.catch(() => undefined); // aborted when the step was in time
    await Promise.race([undo(), late]);
  } finally {
    done.abort(new Error('in time'));
  }
}

export interface SignalOptions {
  stop: () => Promise<unknown>;
  /** The second signal: the operator has no patience left. */
  force: () => void;
  log: Logger;
  /** The process; tests hand in an emitter. */
  source?: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
}

/** Ctrl-C and a service manager's stop. The first begins the shutdown, the second ends the process. @returns undo. */
export function stopOnSignals({ stop, force, log, source = process }: SignalOptions): () => void {
  let asked = false;
  const hear = (signal: string): void => {
    if (asked) return force();
    asked = true;
    log.info({ signal }, 'stopping; a second signal forces');
    stop().catch((error: unknown) => log.error({ err: error }, 'the shutdown failed'));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) source.on(signal, hear);
  return () => signals.forEach((signal) => source.off(signal, hear));
}
