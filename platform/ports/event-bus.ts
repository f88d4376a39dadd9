/** A message on its way out. */
export interface OutgoingMessage {
  topic: string;
  /** Decides the partition: one key, one order. */
  key: string;
  /** JSON of an Envelope, carried as it is. */
  value: string;
}

export interface DeliveredMessage {
  topic: string;
  partition: number;
  /** Position inside the partition, from 0, growing, never reused. */
  offset: bigint;
  /** The raw bytes as text; parsing is the consumer's (platform/runtime/consume.ts), so that unreadable ones can be parked. */
  value: string;
}

export interface Batch {
  topic: string;
  partition: number;
  messages: DeliveredMessage[];
  /** Call inside work longer than a few seconds so that the group does not take the partition away. */
  heartbeat(): Promise<void>;
}

/** Messages a group never got and will not get: pruned before it read them, or its position was moved past them. */
export interface Skipped {
  topic: string;
  partition: number;
  /** The first of them. */
  from: bigint;
  /** The first one behind them; null where the log itself was made anew, so that nobody knows how many they were. */
  to: bigint | null;
  /** When the last message before them was published; null where the bus does not know. */
  since: Date | null;
}

export interface Subscribe {
  group: string;
  topics: string[];
  /** Upper bound on messages a batch. */
  maxBatch: number;
  /** Resolve = everything in the batch is durable and its offset may be committed. Reject = deliver again, after a back-off. */
  handle(batch: Batch): Promise<void>;
  /** A partition was taken over (start or rebalance) before its first batch: rebuild what is held in memory for it. */
  onAssigned?(topic: string, partition: number): Promise<void>;
  /** Before the batch behind a gap; reject = told again with it. A group that is new to the topic misses nothing. */
  onSkipped?(skipped: Skipped): Promise<void>;
}

export interface Subscription {
  /** Messages not yet committed by this group, for the lag metric. */
  lag(): Promise<number>;
  /** Waits for running batches, commits, leaves. */
  stop(): Promise<void>;
}

/**
 * Port: durable, at least once, ordered per key, groups, replay.
 * One contract suite (event-bus.contract.ts) runs against every adapter.
 */
export interface EventBus {
  /** Resolves once the messages survive a crash. Only the outbox relay calls this. */
  publish(messages: OutgoingMessage[]): Promise<void>;
  subscribe(options: Subscribe): Promise<Subscription>;
  /** Messages a group has not committed yet, whoever its members are. A group nobody ever was in has everything before it. */
  lag(group: string, topic: string): Promise<number>;
  /** Move a stopped group back to the earliest kept message of a topic. */
  rewind(group: string, topic: string): Promise<void>;
  close(): Promise<void>;
}
