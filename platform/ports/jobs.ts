export interface JobContext {
  name: string;
  id: string;
  attempt: number;
}

export type JobHandler = (data: unknown, context: JobContext) => Promise<void>;

export interface JobOptions {
  /** Tries in all, the first included. */
  attempts: number;
  /** First back-off in ms, doubled each time. */
  backoffMs: number;
  concurrency: number;
}

/**
 * Port: run at T or on a schedule, retried, cancellable. A job is a *hint*, never the record: the handler re-reads its row.
 * One contract suite (jobs.contract.ts) runs against every adapter.
 */
export interface Jobs {
  /** Register before start(). */
  define(name: string, handler: JobHandler, options?: Partial<JobOptions>): void;
  start(): Promise<void>;
  /** The same name + id twice is one job: the later time wins while it has not run. */
  runAt(name: string, id: string, at: Date, data?: unknown): Promise<void>;
  cancel(name: string, id: string): Promise<void>;
  /** Every `everyMs`, or by `pattern` (cron, Asia/Shanghai). Idempotent by id. */
  schedule(name: string, id: string, when: { everyMs: number } | { pattern: string }, data?: unknown): Promise<void>;
  unschedule(name: string, id: string): Promise<void>;
  /** Waits for running jobs. */
  close(): Promise<void>;
}
