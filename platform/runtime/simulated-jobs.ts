import { getNextMillis } from 'bullmq';
import type { JobHandler, JobOptions, Jobs } from '../ports/jobs.ts';
import type { Logger } from './log.ts';
import type { SimulatedTime } from './simulated-time.ts';

export const JOB_DEFAULTS: JobOptions = { attempts: 3, backoffMs: 1_000, concurrency: 1 };

interface Definition {
  handler: JobHandler;
  options: JobOptions;
}
interface Waiting {
  at: Date;
  cancel: () => void;
}

/**
 * Jobs in process on simulated time, for tests and replay: nothing runs before the clock is advanced over it.
 * Periodic jobs by interval are coalesced (see SimulatedTime.every).
 */
export function createSimulatedJobs(time: SimulatedTime, log: Logger): Jobs {
  return new SimulatedJobs(time, log);
}

class SimulatedJobs implements Jobs {
  readonly #time: SimulatedTime;
  readonly #log: Logger;
  readonly #defined = new Map<string, Definition>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #schedules = new Map<string, () => void>();
  readonly #running = new Set<Promise<void>>();
  #started = false;
  #closed = false;

  constructor(time: SimulatedTime, log: Logger) {
    this.#time = time;
    this.#log = log;
  }

  define(name: string, handler: JobHandler, options: Partial<JobOptions> = {}): void {
    if (this.#started) throw new Error(`job ${name} must be defined before start()`);
    this.#defined.set(name, { handler, options: { ...JOB_DEFAULTS, ...options } });
  }

  async start(): Promise<void> {
    this.#started = true;
  }

  async runAt(name: string, id: string, at: Date, data: unknown = {}): Promise<void> {
    const key = `${name}\n${id}`;
    const known = this.#waiting.get(key);
    if (known && known.at >= at) return;
    known?.cancel();
    const cancel = this.#time.at(at, () => {
      this.#waiting.delete(key);
      return this.#run(name, id, data, 1);
    });
    this.#waiting.set(key, { at, cancel });
  }

  async cancel(name: string, id: string): Promise<void> {
    const key = `${name}\n${id}`;
    this.#waiting.get(key)?.cancel();
    this.#waiting.delete(key);
  }

  async schedule(
    name: string,
    id: string,
    when: { everyMs: number } | { pattern: string },
    data: unknown = {},
  ): Promise<void> {
    await this.unschedule(name, id);
    const key = `${name}\n${id}`;
    const work = (): Promise<void> => this.#run(name, id, data, 1);
    if ('everyMs' in when) this.#schedules.set(key, this.#time.every(when.everyMs, work));
    else await this.#byPattern(key, when.pattern, work);
  }

  async unschedule(name: string, id: string): Promise<void> {
    const key = `${name}\n${id}`;
    this.#schedules.get(key)?.();
    this.#schedules.delete(key);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const undo of this.#schedules.values()) undo();
    for (const { cancel } of this.#waiting.values()) cancel();
    await Promise.all(this.#running);
  }

  async #byPattern(key: string, pattern: string, work: () => Promise<void>): Promise<void> {
    const next = await getNextMillis(this.#time.now().getTime(), { pattern, tz: 'Asia/Shanghai' });
    if (next === undefined) return;
    const undo = this.#time.at(new Date(next), async () => {
      await this.#byPattern(key, pattern, work);
      await work();
    });
    this.#schedules.set(key, undo);
  }

  async #run(name: string, id: string, data: unknown, attempt: number): Promise<void> {
    const definition = this.#defined.get(name);
    if (!definition || !this.#started || this.#closed) return; // another process would run it
    const { handler, options } = definition;
    const work = handler(structuredClone(data), { name, id, attempt }).catch((error: unknown) => {
      this.#log.warn({ err: error, job: name, id, attempt }, 'a job failed');
      if (attempt >= options.attempts) return;
      const again = new Date(this.#time.now().getTime() + options.backoffMs * 2 ** (attempt - 1));
      this.#time.at(again, () => this.#run(name, id, data, attempt + 1));
    });
    this.#running.add(work);
    await work;
    this.#running.delete(work);
  }
}
