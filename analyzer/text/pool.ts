import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

export interface PoolOptions {
  entry: { url: URL; options: Pick<WorkerOptions, 'execArgv'> };
  workerData: unknown;
  /** Threads; each holds its own dictionaries and rulebooks. */
  size: number;
  /** Batches that may wait; callers beyond that wait themselves. Default 8 a thread. */
  maxQueue?: number;
  /** A thread went away by itself and was replaced. */
  onCrash?: (error: Error) => void;
}

export interface WorkerPool<In, Out> {
  /** Resolves when every thread has loaded; rejects with its error when one cannot. */
  ready(): Promise<void>;
  /** Runs one batch on some thread. A batch whose thread dies is run again on a new one, three times at most. */
  run(batch: In): Promise<Out>;
  /** Finishes what was accepted, closes the threads and waits for their end. Idempotent. */
  close(): Promise<void>;
}

/** Batches of pure work on threads: order of answers is the callers' business, crash and shutdown are the pool's. */
export const createPool = <In, Out>(options: PoolOptions): WorkerPool<In, Out> => new ThreadPool<In, Out>(options);

interface Task<In, Out> {
  id: number;
  batch: In;
  tries: number;
  resolve(result: Out): void;
  reject(error: Error): void;
}
interface Thread<In, Out> {
  worker: Worker;
  /** The first is running; the next lies ready at the thread, which never waits for us to read an answer. */
  tasks: Task<In, Out>[];
  ready: boolean;
  error: Error | null;
}

const MAX_TRIES = 3;
/** Batches at a thread: one running, one ready. */
const AT_HAND = 2;

/** What the whole process gives its young generation would be given to each thread, too. */
const YOUNG_SPACE = { maxYoungGenerationSizeMb: 64 };

class ThreadPool<In, Out> implements WorkerPool<In, Out> {
  readonly #options: PoolOptions;
  readonly #queue: Task<In, Out>[] = [];
  readonly #threads = new Set<Thread<In, Out>>();
  readonly #waiting: (() => void)[] = [];
  readonly #maxQueue: number;
  #accepted = 0;
  #nextId = 0;
  #closing: Promise<void> | null = null;
  #broken: Error | null = null;
  #quiet: (() => void) | null = null;
  #loaded!: { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void };

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#maxQueue = options.maxQueue ?? options.size * 8;
    const promise = new Promise<void>((resolve, reject) => {
      this.#loaded = { promise: Promise.resolve(), resolve, reject };
    });
    promise.catch(() => undefined); // told to whoever asks ready() or runs a batch
    this.#loaded.promise = promise;
    for (let i = 0; i < options.size; i += 1) this.#open();
  }

  ready(): Promise<void> {
    return this.#loaded.promise;
  }

  async run(batch: In): Promise<Out> {
    if (this.#closing) throw new Error('the analysis pool is closed');
    this.#accepted += 1;
    try {
      while (this.#queue.length >= this.#maxQueue && !this.#broken)
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (this.#broken) throw this.#broken;
      return await new Promise<Out>((resolve, reject) => {
        this.#queue.push({ id: (this.#nextId += 1), batch, tries: 0, resolve, reject });
        this.#dispatch();
      });
    } finally {
      this.#accepted -= 1;
      if (this.#accepted === 0) this.#quiet?.();
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  /** Waits until nothing is running, then lets every thread close its own port: killing one inside jieba aborts the process. */
  async #shutDown(): Promise<void> {
    await this.#loaded.promise.catch(() => undefined);
    if (this.#accepted > 0) await new Promise<void>((resolve) => (this.#quiet = resolve));
    await Promise.all(
      [...this.#threads].map(
        ({ worker }) =>
          new Promise<void>((resolve) => {
            worker.once('exit', () => resolve());
            worker.postMessage({ kind: 'stop' } satisfies ToWorker<In>);
          }),
      ),
    );
  }

  #open(): void {
    const { entry, workerData } = this.#options;
    const worker = new Worker(entry.url, { ...entry.options, workerData, resourceLimits: YOUNG_SPACE });
    const thread: Thread<In, Out> = { worker, tasks: [], ready: false, error: null };
    this.#threads.add(thread);
    worker.on('message', (message: FromWorker) => this.#hear(thread, message));
    worker.on('error', (error: Error) => (thread.error = error));
    worker.on('exit', (code) => this.#lost(thread, code));
  }

  #hear(thread: Thread<In, Out>, message: FromWorker): void {
    if (message.kind === 'ready') {
      thread.ready = true;
      if ([...this.#threads].every((other) => other.ready)) this.#loaded.resolve();
      this.#dispatch();
    } else if (thread.tasks[0]?.id === message.id) {
      const task = thread.tasks.shift()!;
      this.#dispatch(); // before the answer is read: reading takes as long as a tenth of the work
      if (message.kind === 'done') task.resolve(JSON.parse(message.json) as Out);
      else task.reject(new Error(message.message));
    }
  }

  #lost(thread: Thread<In, Out>, code: number): void {
    this.#threads.delete(thread);
    if (this.#closing && this.#accepted === 0) return;
    const error = thread.error ?? new Error(`analysis thread ended with code ${code}`);
    if (!thread.ready) return this.#fail(error); // it cannot even load: a new one could not either
    const [running, ...ready] = thread.tasks;
    this.#queue.unshift(...ready);
    if (running && (running.tries += 1) >= MAX_TRIES) running.reject(error);
    else if (running) this.#queue.unshift(running);
    this.#options.onCrash?.(error);
    this.#open();
  }

  #fail(error: Error): void {
    this.#broken = error;
    this.#loaded.reject(error);
    for (const task of this.#queue.splice(0)) task.reject(error);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Idle threads first; then each gets its next batch to lie ready. */
  #dispatch(): void {
    for (let atHand = 0; atHand < AT_HAND; atHand += 1)
      for (const thread of this.#threads) {
        if (!thread.ready || thread.tasks.length > atHand) continue;
        const task = this.#queue.shift();
        if (!task) return;
        this.#waiting.shift()?.();
        thread.tasks.push(task);
        thread.worker.postMessage({ kind: 'batch', id: task.id, batch: task.batch } satisfies ToWorker<In>);
      }
  }
}
