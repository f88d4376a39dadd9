import type { BackendFactory, IQueueBackend, WorkerOptions } from 'bullmq';

/** Where BullMQ keeps its jobs: PostgreSQL here, Redis in the distributed profile; the code around it is the same. */
export interface BullBackend<B extends IQueueBackend, C> {
  factory: BackendFactory<B, C>;
  connection: C;
  /** Closes what `connection` holds, after every queue and worker has gone. */
  close(): Promise<void>;
  /** A caller waits no longer than this for an answer. Default: as long as it takes. */
  limitMs?: number;
  /** How often lost schedules are looked for (a flushed Redis). Default a minute. */
  reconcileMs?: number;
  /** Settings of every worker that depend on the backend. */
  worker?: Pick<WorkerOptions, 'lockDuration' | 'stalledInterval' | 'runRetryDelay' | 'drainDelay'>;
  /** Callers are refused at once while this is true. */
  isAway?(): boolean;
  /** A failure that says no more than that the backend did not answer, though its connection still stands. */
  isSilence?(error: unknown): boolean;
  /** An outage the backend itself tells of, once. */
  isOutage?(error: unknown): boolean;
  /** What a person has to put right, in words; null for what mends itself. */
  faultOf?(error: unknown): string | null;
  /** Tells when it can be reached again; what was lost meanwhile is made anew. */
  onReturn?(listener: () => void): void;
  /** Sweeps on a schedule run in this process while the backend is away or late. */
  standsIn?: boolean;
  /** Before the workers close: lets go of what is away, so that nobody waits for it. */
  leave?(): Promise<void>;
}
