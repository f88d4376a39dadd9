import type { Time } from '../ports/time.ts';

/**
 * A clock that stands still until somebody advances it. Used by tests and by replay.
 * Advancing stops at every instant something waits for, in order; work started there is awaited before the clock goes on.
 */
export interface SimulatedTime extends Time {
  advance(ms: number): Promise<void>;
  /** Going back is refused: a clock that jumps back would hide errors. */
  advanceTo(at: Date): Promise<void>;
  /** Run `work` when the clock reaches `at` (at once when it has passed, at the next advance). Returns its undo. */
  at(at: Date, work: () => Promise<void> | void): () => void;
  /**
   * A periodic task. It is coalesced: a stop of the clock runs it at most once, however many periods have passed,
   * so that a jump over a month does not cost a million sweeps.
   */
  every(ms: number, work: () => Promise<void> | void): () => void;
  /** Awaited after every stop, before the clock goes on (a test kernel lets its messages settle here). */
  onStop(hook: () => Promise<void>): void;
  /** Instants something waits for, earliest first. */
  waiting(): Date[];
}

interface Waiter {
  due: number;
  order: number;
  work: () => Promise<void> | void;
}
interface Tick {
  due: number;
  period: number;
  work: () => Promise<void> | void;
}

export function createSimulatedTime(start: Date): SimulatedTime {
  let now = start.getTime();
  let order = 0;
  let running: Promise<void> = Promise.resolve();
  const waiters = new Set<Waiter>();
  const ticks = new Set<Tick>();
  const hooks: (() => Promise<void>)[] = [];

  const addWaiter = (due: number, work: Waiter['work']): (() => void) => {
    const waiter = { due, order: order++, work };
    waiters.add(waiter);
    return () => void waiters.delete(waiter);
  };

  async function stopAt(instant: number): Promise<void> {
    now = Math.max(now, instant);
    for (let due = dueWaiters(waiters, now); due.length > 0; due = dueWaiters(waiters, now)) {
      for (const waiter of due) {
        if (!waiters.delete(waiter)) continue; // cancelled by one that ran before it
        await waiter.work();
        await turn();
      }
    }
    for (const tick of ticks) {
      if (tick.due > now) continue;
      tick.due = now + tick.period;
      await tick.work();
    }
    await turn();
    for (const hook of hooks) await hook();
  }

  async function run(target: number): Promise<void> {
    if (target < now) throw new RangeError('simulated time does not go back');
    for (;;) {
      const due = [...waiters].reduce((first, waiter) => Math.min(first, waiter.due), Infinity);
      if (due >= target) break;
      await stopAt(due);
    }
    await stopAt(target);
  }

  return {
    now: () => new Date(now),
    sleep: (ms, signal) => sleepUntil(addWaiter, now + ms, signal),
    // One at a time, also when two callers advance at once.
    advance: (ms) => (running = running.catch(() => undefined).then(() => run(now + ms))),
    advanceTo: (at) => (running = running.catch(() => undefined).then(() => run(at.getTime()))),
    at: (at, work) => addWaiter(at.getTime(), work),
    every: (period, work) => {
      const tick = { due: now + period, period, work };
      ticks.add(tick);
      return () => void ticks.delete(tick);
    },
    onStop: (hook) => void hooks.push(hook),
    waiting: () => [...waiters].map((waiter) => new Date(waiter.due)).sort((a, b) => a.getTime() - b.getTime()),
  };
}

function sleepUntil(
  addWaiter: (due: number, work: () => void) => () => void,
  due: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const onAbort = (): void => {
      forget();
      reject(signal!.reason as Error);
    };
    const forget = addWaiter(due, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function dueWaiters(waiters: Set<Waiter>, now: number): Waiter[] {
  return [...waiters].filter((waiter) => waiter.due <= now).sort((a, b) => a.due - b.due || a.order - b.order);
}

/** Lets promises that were just resolved run their next steps. */
async function turn(): Promise<void> {
  for (let step = 0; step < 4; step++) await new Promise((resolve) => setImmediate(resolve));
}
