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
  /** Coalesced: a stop of the clock runs it at most once, so that a jump over a month does not cost a million sweeps. */
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
  return new StandingClock(start);
}

class StandingClock implements SimulatedTime {
  #now: number;
  #order = 0;
  #running: Promise<void> = Promise.resolve();
  readonly #waiters = new Set<Waiter>();
  readonly #ticks = new Set<Tick>();
  readonly #hooks: (() => Promise<void>)[] = [];

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepUntil((due, work) => this.#wait(due, work), this.#now + ms, signal);
  }

  /** One at a time, also when two callers advance at once. */
  advance(ms: number): Promise<void> {
    return this.#afterOthers(() => this.#run(this.#now + ms));
  }

  advanceTo(at: Date): Promise<void> {
    return this.#afterOthers(() => this.#run(at.getTime()));
  }

  at(at: Date, work: Waiter['work']): () => void {
    return this.#wait(at.getTime(), work);
  }

  every(period: number, work: Tick['work']): () => void {
    const tick = { due: this.#now + period, period, work };
    this.#ticks.add(tick);
    return () => void this.#ticks.delete(tick);
  }

  onStop(hook: () => Promise<void>): void {
    this.#hooks.push(hook);
  }

  waiting(): Date[] {
    return [...this.#waiters].map((waiter) => new Date(waiter.due)).sort((a, b) => a.getTime() - b.getTime());
  }

  #wait(due: number, work: Waiter['work']): () => void {
    const waiter = { due, order: this.#order++, work };
    this.#waiters.add(waiter);
    return () => void this.#waiters.delete(waiter);
  }

  #afterOthers(work: () => Promise<void>): Promise<void> {
    this.#running = this.#running.catch(() => undefined).then(work); // an earlier caller heard of its own failure
    return this.#running;
  }

  async #run(target: number): Promise<void> {
    if (target < this.#now) throw new RangeError('simulated time does not go back');
    for (;;) {
      const due = [...this.#waiters].reduce((first, waiter) => Math.min(first, waiter.due), Infinity);
      if (due >= target) break;
      await this.#stopAt(due);
    }
    await this.#stopAt(target);
  }

  /** Work of an instant may make more work for the same instant; the clock goes on when there is none left. */
  async #stopAt(instant: number): Promise<void> {
    this.#now = Math.max(this.#now, instant);
    do {
      for (const waiter of dueWaiters(this.#waiters, this.#now)) {
        if (!this.#waiters.delete(waiter)) continue; // cancelled by one that ran before it
        await waiter.work();
        await turn();
      }
      for (const tick of [...this.#ticks].filter((tick) => tick.due <= this.#now)) {
        tick.due = this.#now + tick.period;
        await tick.work();
      }
      await turn();
      for (const hook of this.#hooks) await hook();
    } while (dueWaiters(this.#waiters, this.#now).length > 0);
  }
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
