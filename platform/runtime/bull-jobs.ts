import { withBackend, type IQueueBackend, type Job, type Queue, type Worker } from 'bullmq';
import type { JobHandler, JobOptions, Jobs } from '../ports/jobs.ts';
import type { Time } from '../ports/time.ts';
import type { BullBackend } from './bull-backend.ts';
import { BullSchedules, type SchedulerQueue, type When } from './bull-schedules.ts';
import { AppError } from './errors.ts';
import type { Logger } from './log.ts';
import { pause } from './system-time.ts';

export interface BullJobsOptions {
  time: Time;
  log: Logger;
  /** Default: as the backend says. */
  reconcileMs?: number;
}

interface Stored {
  /** Epoch ms the job was asked for: of two requests the later time wins. Absent in scheduled runs. */
  at?: number;
  id: string;
  data: unknown;
}
interface Defined {
  handler: JobHandler;
  options: JobOptions;
}

const DEFAULTS: JobOptions = { attempts: 3, backoffMs: 1_000, concurrency: 1 };
const RECONCILE_MS = 60_000;
/** After the last running job: how long a worker may take to say goodbye to an engine that does not answer. */
const GOODBYE_MS = 3_000;
/** An outage is told once in this time a queue, not at every attempt. */
const COMPLAIN_EVERY_MS = 30_000;

/** One queue a job name, so that a process takes only jobs it has a handler for. */
export function createBullJobs<B extends IQueueBackend, C>(backend: BullBackend<B, C>, options: BullJobsOptions): Jobs {
  return new BullJobs(backend, options);
}

class BullJobs<B extends IQueueBackend, C> implements Jobs {
  readonly #backend: BullBackend<B, C>;
  readonly #options: BullJobsOptions;
  readonly #classes: ReturnType<typeof withBackend<B, C>>;
  readonly #defined = new Map<string, Defined>();
  readonly #queues = new Map<string, QueueLike>();
  readonly #workers: Pick<Worker, 'close'>[] = [];
  readonly #schedules: BullSchedules;
  /** Handlers at work, by job name. */
  readonly #running = new Map<Promise<void>, string>();
  readonly #complainedAt = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #closed: Promise<void> | undefined;

  constructor(backend: BullBackend<B, C>, options: BullJobsOptions) {
    this.#backend = backend;
    this.#options = options;
    this.#classes = withBackend(backend.factory);
    this.#schedules = new BullSchedules({
      queueOf: (name) => this.#queue(name),
      ask: (work) => this.#ask(work),
      now: () => options.time.now(),
      ...(backend.standsIn === true && { runHere: (name, run) => this.#runHere(name, run) }),
      complain: (name, error) => this.#complain(name, error),
    });
    backend.onReturn?.(() => void (this.#timer && this.#schedules.reconcile()));
  }

  define(name: string, handler: JobHandler, options: Partial<JobOptions> = {}): void {
    if (this.#timer) throw new Error(`job ${name} must be defined before start()`);
    this.#defined.set(name, { handler, options: { ...DEFAULTS, ...options } });
  }

  async start(): Promise<void> {
    if (this.#timer) return;
    const everyMs = this.#options.reconcileMs ?? this.#backend.reconcileMs ?? RECONCILE_MS;
    this.#timer = setInterval(() => void this.#schedules.reconcile(), everyMs).unref();
    for (const [name, defined] of this.#defined) {
      const worker = new this.#classes.Worker<Stored>(name, (job) => this.#work(name, defined, job), {
        ...this.#backend.worker,
        connection: this.#backend.connection,
        concurrency: defined.options.concurrency,
        // A job that stalls because its process died is a hint not yet heard, however often it happens.
        maxStalledCount: 1_000,
      });
      worker.on('error', (error) => this.#complain(name, error));
      worker.on('failed', (job, error) => {
        this.#options.log.warn({ err: error, job: name, id: job?.data.id, attempt: job?.attemptsMade }, 'a job failed');
      });
      this.#workers.push(worker);
      await worker.waitUntilReady();
    }
  }

  runAt(name: string, id: string, at: Date, data: unknown = {}): Promise<void> {
    return this.#ask(async () => {
      const queue = this.#queue(name);
      const stored: Stored = { at: at.getTime(), id, data };
      // A job that runs right now cannot be moved; the request for later waits beside it.
      for (const jobId of [`j-${safe(id)}`, `j-${safe(id)}~next`]) {
        const job = await queue.getJob(jobId);
        const state = await job?.getState();
        if (job && state === 'active') continue;
        if (job && state === 'delayed') {
          if ((job.data.at ?? 0) >= at.getTime()) return;
          await job.updateData(stored);
          return job.changeDelay(this.#delay(at));
        }
        if (job && state === 'waiting' && (job.data.at ?? 0) >= at.getTime()) return;
        await job?.remove();
        await queue.add(name, stored, { jobId, delay: this.#delay(at), ...this.#jobOptions(name) });
        return;
      }
    });
  }

  cancel(name: string, id: string): Promise<void> {
    return this.#ask(async () => {
      const queue = this.#queue(name);
      for (const jobId of [`j-${safe(id)}`, `j-${safe(id)}~next`]) {
        const job = await queue.getJob(jobId);
        if (job && (await job.getState()) !== 'active') await job.remove();
      }
    });
  }

  schedule(name: string, id: string, when: When, data: unknown = {}): Promise<void> {
    const template = { name, data: { id, data } satisfies Stored, opts: this.#jobOptions(name) };
    return this.#schedules.want(name, safe(id), when, template);
  }

  unschedule(name: string, id: string): Promise<void> {
    return this.#schedules.unwant(name, safe(id));
  }

  close(): Promise<void> {
    return (this.#closed ??= (async () => {
      clearInterval(this.#timer);
      await this.#backend.leave?.();
      await Promise.all(this.#workers.map((worker) => this.#goodbye(worker)));
      await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
      await this.#backend.close();
    })());
  }

  async #goodbye(worker: Pick<Worker, 'close'>): Promise<void> {
    const closed = worker.close();
    closed.catch((error: unknown) => this.#options.log.warn({ err: error }, 'a job worker did not close cleanly'));
    const late = new AbortController();
    const unanswered = async (): Promise<void> => {
      while (this.#running.size > 0) await Promise.allSettled(this.#running.keys());
      await pause(GOODBYE_MS, late.signal).catch(() => undefined);
    };
    await Promise.race([closed.catch(() => undefined), unanswered()]);
    late.abort();
  }

  #work(name: string, { handler }: Defined, job: Job<Stored>): Promise<void> {
    return this.#track(name, handler(job.data.data, { name, id: job.data.id, attempt: job.attemptsMade + 1 }));
  }

  /** A scheduled run that the backend does not bring; never beside a run in this process. */
  async #runHere(name: string, { id, data }: Stored): Promise<void> {
    const handler = this.#defined.get(name)?.handler;
    if (!handler || this.#closed || [...this.#running.values()].includes(name)) return;
    await this.#track(name, handler(data, { name, id, attempt: 1 }));
  }

  #track(name: string, run: Promise<void>): Promise<void> {
    const tracked = run.finally(() => this.#running.delete(tracked));
    this.#running.set(tracked, name);
    return tracked;
  }

  #queue(name: string): QueueLike {
    const known = this.#queues.get(name);
    if (known) return known;
    // Nobody reads the event stream; a short one keeps its table small.
    const streams = { events: { maxLen: 100 } };
    const queue = new this.#classes.Queue<Stored>(name, { connection: this.#backend.connection, streams });
    queue.on('error', (error) => this.#complain(name, error));
    // One that could not begin never will: the next call makes a new one.
    queue.waitUntilReady().catch(() => this.#queues.delete(name));
    this.#queues.set(name, queue as unknown as QueueLike);
    return queue as unknown as QueueLike;
  }

  /** @throws AppError 'unavailable' when the backend is away or does not answer within its limit. */
  async #ask<R>(work: () => Promise<R>): Promise<R> {
    const { limitMs } = this.#backend;
    if (this.#backend.isAway?.()) throw unavailable();
    const done = new AbortController();
    const asked = work();
    try {
      if (limitMs === undefined) return await asked;
      const late = pause(limitMs, done.signal).then(() => Promise.reject(unavailable()));
      late.catch(() => undefined);
      return await Promise.race([asked, late]);
    } catch (error) {
      asked.catch(() => undefined);
      const isAway = this.#backend.isAway?.() === true || this.#backend.isSilence?.(error) === true;
      throw isAway ? unavailable(error) : error;
    } finally {
      done.abort();
    }
  }

  #jobOptions(name: string) {
    const { attempts, backoffMs } = this.#defined.get(name)?.options ?? DEFAULTS;
    const backoff = { type: 'exponential', delay: backoffMs };
    return { attempts, backoff, removeOnComplete: true, removeOnFail: { count: 100 } };
  }

  #delay(at: Date): number {
    return Math.max(0, at.getTime() - this.#options.time.now().getTime());
  }

  #complain(name: string, error: unknown): void {
    if (this.#backend.isOutage?.(error)) return this.#options.log.debug({ err: error, job: name }, 'the queue is away');
    const last = this.#complainedAt.get(name);
    if (last !== undefined && performance.now() - last < COMPLAIN_EVERY_MS) return;
    this.#complainedAt.set(name, performance.now());
    const fault = this.#backend.faultOf?.(error) ?? null;
    if (fault !== null) this.#options.log.error({ job: name }, fault);
    else this.#options.log.warn({ err: error, job: name }, 'the job queue is disturbed and will reconnect');
  }
}

/** What we use of a queue, whatever its backend. */
type QueueLike = Pick<Queue<Stored>, 'add' | 'getJob' | 'close'> & SchedulerQueue;

const unavailable = (cause?: unknown): AppError =>
  Object.assign(new AppError('unavailable', '任务队列暂时没有应答，稍后自动恢复。'), { cause });

/** BullMQ refuses ':' and bare integers in ids. */
const safe = (id: string): string => id.replace(/[^A-Za-z0-9_.-]/gu, (char) => `%${Buffer.from(char).toString('hex')}`);
