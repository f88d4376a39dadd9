import type { Queue } from 'bullmq';
import { AppError } from './errors.ts';

export type When = { everyMs: number } | { pattern: string };
export type SchedulerQueue = Pick<Queue, 'upsertJobScheduler' | 'getJobScheduler' | 'removeJobScheduler'>;
/** What a run finds in its job. */
export interface StoredRun {
  id: string;
  data: unknown;
}
export interface Template {
  name: string;
  data: StoredRun;
  opts: NonNullable<NonNullable<Parameters<Queue['upsertJobScheduler']>[2]>['opts']>;
}

export interface ScheduleDeps {
  queueOf(name: string): SchedulerQueue;
  /** Asks the backend, within its limit. @throws AppError 'unavailable' when it does not answer. */
  ask<R>(work: () => Promise<R>): Promise<R>;
  now(): Date;
  /** Runs the handler in this process; absent when the backend needs no stand-in. */
  runHere?: (name: string, data: StoredRun) => Promise<void>;
  complain(name: string, error: unknown): void;
}

interface Schedule {
  name: string;
  id: string;
  when: When;
  template: Template;
  /** Last run of ours as a stand-in, by performance.now(). */
  stoodInAt: number;
}

const ZONE = 'Asia/Shanghai';
/** A run this late is not coming by itself soon: its worker died, or the answer that named it got lost. */
const LATE_MS = 2_000;

/**
 * The schedules this process wants to exist. They are made again when the backend lost them; while it is away or refuses us, or when one is late, the
 * handler runs here instead: schedules are sweeps over rows, so one run too many changes nothing, and a missing one would.
 */
export class BullSchedules {
  readonly #deps: ScheduleDeps;
  readonly #wanted = new Map<string, Schedule>();
  readonly #unwanted = new Map<string, { name: string; id: string }>();
  readonly #standingIn = new Set<string>();
  #reconciling: Promise<void> | undefined;

  constructor(deps: ScheduleDeps) {
    this.#deps = deps;
  }

  /** Resolves also while the backend is away: it is made when that returns. @throws when the schedule itself is refused. */
  async want(name: string, id: string, when: When, template: Template): Promise<void> {
    const schedule: Schedule = { name, id, when, template, stoodInAt: performance.now() };
    // First, or a removal still owed could take the new one off again.
    this.#unwanted.delete(keyOf(name, id));
    await this.#orLater(() => this.#make(schedule));
    this.#wanted.set(keyOf(name, id), schedule);
  }

  async unwant(name: string, id: string): Promise<void> {
    this.#wanted.delete(keyOf(name, id));
    this.#unwanted.set(keyOf(name, id), { name, id });
    await this.#orLater(() => this.#remove(name, id));
  }

  /** Never rejects; a call while one is under way is that one. */
  reconcile(): Promise<void> {
    return (this.#reconciling ??= this.#reconcileAll().finally(() => (this.#reconciling = undefined)));
  }

  async #reconcileAll(): Promise<void> {
    let isAway = false;
    for (const { name, id } of [...this.#unwanted.values()])
      isAway ||= (await this.#tried(name, () => this.#remove(name, id))) === 'away';
    for (const schedule of [...this.#wanted.values()]) {
      // Who did not answer is not asked again in the same round: each question may take the whole limit.
      const found = isAway ? 'away' : await this.#tried(schedule.name, () => this.#look(schedule));
      isAway ||= found === 'away';
      if (found !== 'fine') void this.#standIn(schedule);
    }
  }

  /** Makes what is missing. */
  async #look(schedule: Schedule): Promise<'late' | 'fine'> {
    const { name, id } = schedule;
    const found = await this.#deps.ask(() => this.#deps.queueOf(name).getJobScheduler(id));
    if (!found) await this.#makeAgain(schedule);
    else if (typeof found.next === 'number' && found.next + LATE_MS < this.#deps.now().getTime()) return 'late';
    return 'fine';
  }

  /** It is missing also when somebody takes it off at this very moment; then it must not come back. */
  async #makeAgain(schedule: Schedule): Promise<void> {
    const { name, id } = schedule;
    await this.#make(schedule);
    const wanted = this.#wanted.get(keyOf(name, id));
    if (!wanted) await this.unwant(name, id);
    else if (wanted !== schedule) await this.#make(wanted);
  }

  async #standIn(schedule: Schedule): Promise<void> {
    const { name, id, when, template } = schedule;
    const key = keyOf(name, id);
    if (!this.#deps.runHere || !('everyMs' in when) || this.#standingIn.has(key)) return;
    if (performance.now() - schedule.stoodInAt < when.everyMs) return;
    schedule.stoodInAt = performance.now();
    this.#standingIn.add(key);
    try {
      await this.#deps.runHere(name, template.data);
    } catch (error) {
      this.#deps.complain(name, error);
    } finally {
      this.#standingIn.delete(key);
    }
  }

  async #make({ name, id, when, template }: Schedule): Promise<void> {
    const repeat = 'everyMs' in when ? { every: when.everyMs } : { pattern: when.pattern, tz: ZONE };
    await this.#deps.ask(() => this.#deps.queueOf(name).upsertJobScheduler(id, repeat, template));
  }

  async #remove(name: string, id: string): Promise<void> {
    await this.#deps.ask(() => this.#deps.queueOf(name).removeJobScheduler(id));
    this.#unwanted.delete(keyOf(name, id));
  }

  async #orLater(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      if (!isUnavailable(error)) throw error;
    });
  }

  async #tried<R>(name: string, work: () => Promise<R>): Promise<R | 'away' | 'failed'> {
    try {
      return await work();
    } catch (error) {
      if (isUnavailable(error)) return 'away';
      this.#deps.complain(name, error);
      return 'failed';
    }
  }
}

const isUnavailable = (error: unknown): boolean => error instanceof AppError && error.code === 'unavailable';
const keyOf = (name: string, id: string): string => `${name}\n${id}`;
