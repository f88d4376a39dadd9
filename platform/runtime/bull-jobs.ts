import { withBackend, type BackendFactory, type IQueueBackend, type Job, type Queue, type Worker } from 'bullmq';
import type { JobHandler, JobOptions, Jobs } from '../../ports/jobs.ts';
import type { Time } from '../../ports/time.ts';
import type { Logger } from '../../runtime/log.ts';

/** Where BullMQ keeps its jobs: PostgreSQL here, Redis in the distributed profile; the code around it is the same. */
export interface BullBackend<B extends IQueueBackend, C> {
  factory: BackendFactory<B, C>;
  connection: C;
  /** Closes what `connection` holds, after every queue and worker has gone. */
  close(): Promise<void>;
}

export interface BullJobsOptions {
  time: Time;
  log: Logger;
  /** How often lost schedules are looked for (a flushed Redis). Default a minute. */
  reconcileMs?: number;
}

type When = { everyMs: number } | { pattern: string };
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
const ZONE = 'Asia/Shanghai';

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
  readonly #schedules = new Map<string, () => Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #closed: Promise<void> | undefined;

  constructor(backend: BullBackend<B, C>, options: BullJobsOptions) {
    this.#backend = backend;
    this.#options = options;
    this.#classes = withBackend(backend.factory);
  }

  define(name: string, handler: JobHandler, options: Partial<JobOptions> = {}): void {
    if (this.#timer) throw new Error(`job ${name} must be defined before start()`);
    this.#defined.set(name, { handler, options: { ...DEFAULTS, ...options } });
  }

  async start(): Promise<void> {
    if (this.#timer) return;
    this.#timer = setInterval(() => void this.#reconcile(), this.#options.reconcileMs ?? 60_000).unref();
    for (const [name, defined] of this.#defined) {
      const worker = new this.#classes.Worker<Stored>(name, (job) => this.#work(name, defined, job), {
        connection: this.#backend.connection,
        concurrency: defined.options.concurrency,
        // A job that stalls because its process died is a hint not yet heard, however often it happens.
        maxStalledCount: 1_000,
      });
      worker.on('error', (error) => this.#complain(name, error));
      worker.on('failed', (job, error) => {
        this.#options.log.warn({ err: error, job: name, id: job?.data.id, attempt: job?.attemptsMade }, 'a job failed');
      });
      await worker.waitUntilReady();
      this.#workers.push(worker);
    }
  }

  async runAt(name: string, id: string, at: Date, data: unknown = {}): Promise<void> {
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
  }

  async cancel(name: string, id: string): Promise<void> {
    const queue = this.#queue(name);
    for (const jobId of [`j-${safe(id)}`, `j-${safe(id)}~next`]) {
      const job = await queue.getJob(jobId);
      if (job && (await job.getState()) !== 'active') await job.remove();
    }
  }

  async schedule(name: string, id: string, when: When, data: unknown = {}): Promise<void> {
    const repeat = 'everyMs' in when ? { every: when.everyMs } : { pattern: when.pattern, tz: ZONE };
    const ensure = async (): Promise<void> => {
      const template = { name, data: { id, data } satisfies Stored, opts: this.#jobOptions(name) };
      await this.#queue(name).upsertJobScheduler(safe(id), repeat, template);
    };
    await ensure();
    this.#schedules.set(`${name}\n${id}`, async () => {
      if (!(await this.#queue(name).getJobScheduler(safe(id)))) await ensure();
    });
  }

  async unschedule(name: string, id: string): Promise<void> {
    this.#schedules.delete(`${name}\n${id}`);
    await this.#queue(name).removeJobScheduler(safe(id));
  }

  close(): Promise<void> {
    return (this.#closed ??= (async () => {
      clearInterval(this.#timer);
      await Promise.all(this.#workers.map((worker) => worker.close()));
      await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
      await this.#backend.close();
    })());
  }

  async #work(name: string, { handler }: Defined, job: Job<Stored>): Promise<void> {
    await handler(job.data.data, { name, id: job.data.id, attempt: job.attemptsMade + 1 });
  }

  #queue(name: string): QueueLike {
    const known = this.#queues.get(name);
    if (known) return known;
    // Nobody reads the event stream; a short one keeps its table small.
    const streams = { events: { maxLen: 100 } };
    const queue = new this.#classes.Queue<Stored>(name, { connection: this.#backend.connection, streams });
    queue.on('error', (error) => this.#complain(name, error));
    this.#queues.set(name, queue as unknown as QueueLike);
    return queue as unknown as QueueLike;
  }

  #jobOptions(name: string) {
    const { attempts, backoffMs } = this.#defined.get(name)?.options ?? DEFAULTS;
    const backoff = { type: 'exponential', delay: backoffMs };
    return { attempts, backoff, removeOnComplete: true, removeOnFail: { count: 100 } };
  }

  #delay(at: Date): number {
    return Math.max(0, at.getTime() - this.#options.time.now().getTime());
  }

  async #reconcile(): Promise<void> {
    for (const [key, ensure] of this.#schedules)
      await ensure().catch((error: unknown) => this.#complain(key.split('\n')[0]!, error));
  }

  #complain(name: string, error: unknown): void {
    this.#options.log.warn({ err: error, job: name }, 'the job queue is disturbed and will reconnect');
  }
}

/** What we use of a queue, whatever its backend. */
type QueueLike = Pick<
  Queue<Stored>,
  'add' | 'getJob' | 'upsertJobScheduler' | 'getJobScheduler' | 'removeJobScheduler' | 'close'
>;

/** BullMQ refuses ':' and bare integers in ids. */
const safe = (id: string): string => id.replace(/[^A-Za-z0-9_.-]/gu, (char) => `%${Buffer.from(char).toString('hex')}`);
