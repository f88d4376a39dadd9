import type { Subscribe } from '../../ports/event-bus.ts';
import type { Logger } from '../../runtime/log.ts';
import type { GroupPositions } from './positions.ts';

/** The time between two joins of a group: partitions taken in one tenure are given back at its end. */
export interface Tenure {
  /** False from the moment a rebalance, a crash or the loss of the session is known. */
  ours: boolean;
}

/** The earliest message kept, and the one that will come next. */
export interface LogEnds {
  low: bigint;
  high: bigint;
}

export interface WorkerOptions {
  subscribe: Subscribe;
  /** As our callers name it, without prefix. */
  topic: string;
  partition: number;
  tenure: Tenure;
  /** As Kafka knows them. */
  names: { group: string };
  positions: GroupPositions;
  /** Where the log of each partition of the topic begins and ends. */
  ends(): Promise<ReadonlyMap<number, LogEnds>>;
  log: Logger;
  backoff: { firstMs: number; maxMs: number };
  /** Nobody works on this partition any more, and nothing else will notice: the consumer has to start over. */
  lost(reason: Error): void;
  /** How long to wait for the join that follows a refusal. Default 15 s. */
  joinMs?: number;
}
