import { PartitionAssigners, type Consumer, type EachBatchPayload, type PartitionAssigner } from 'kafkajs';
import type { Subscribe } from '../../ports/event-bus.ts';
import type { Logger } from '../../runtime/log.ts';
import { createSignal } from '../../runtime/signal.ts';
import type { OutageNotice } from '../outage-notice.ts';
import type { KafkaClient } from './kafka-client.ts';
import { isKafkaAway, typeIn, within } from './kafka-errors.ts';
import type { BeforeJoin } from './kafkajs-faults.ts';
import type { LogEnds, Tenure } from './partition-options.ts';
import { PartitionWorker } from './partition-worker.ts';
import type { GroupPositions } from './positions.ts';

export interface MemberOptions {
  subscribe: Subscribe;
  /** The one topic this member reads, as our callers name it; a group is a group of one topic (README.md says why). */
  topic: string;
  names: { topic: string; group: string };
  newClient(): KafkaClient;
  positions: GroupPositions;
  /** Where the log of each partition begins and ends. */
  ends(): Promise<ReadonlyMap<number, LogEnds>>;
  log: Logger;
  notice: OutageNotice;
  backoff: { firstMs: number; maxMs: number };
  sessionMs: number;
}

/** Between two looks at an empty or wholly paused share, so also what a resumed partition waits at most. */
const LOOK_MS = 200;
const FETCH = { maxWaitTimeInMs: LOOK_MS, minBytes: 1, maxBytesPerPartition: 1_048_576, maxBytes: 8_388_608 };
const HEARTBEAT_MS = 1_000;
/** The broker waits so long for members that still work before it goes on without them. */
const REBALANCE_MS = 30_000;
/** A joined consumer that did not even try to fetch for so long has died silently. */
const SILENCE_MS = 90_000;

export interface Member {
  /** Resolves at the first join, or when stopped. */
  joined: Promise<void>;
  /** Waits for running batches, commits, leaves. */
  stop(): Promise<void>;
}

/** One member of one group, alive until stopped: what ends a consumer of kafkajs ends only that consumer. */
export function startMember(options: MemberOptions): Member {
  const wake = createSignal();
  const life: Life = { stopped: false, memberId: null };
  let tellJoined: () => void = () => undefined;
  const joined = new Promise<void>((resolve) => (tellJoined = resolve));

  async function live(): Promise<void> {
    for (let failures = 0; !life.stopped; failures++) {
      try {
        await new Membership(options, life, wake).run(() => {
          failures = 0;
          options.notice.back(life);
          tellJoined();
        });
      } catch (error) {
        if (life.stopped) break;
        tellEnd(options, life, error);
        const until = performance.now() + Math.min(options.backoff.firstMs * 2 ** failures, options.backoff.maxMs);
        while (!life.stopped && performance.now() < until) await wake.wait(until - performance.now());
      }
    }
    tellJoined();
  }
  const ended = live();
  const stop = async (): Promise<void> => {
    life.stopped = true;
    wake.notify();
    await ended;
    options.notice.gone(life);
  };
  return { joined, stop };
}

/** A coordinator that loads its groups is there and will answer; an outage is told once by all together. */
function tellEnd({ log, notice, names }: MemberOptions, life: Life, error: unknown): void {
  const fields = { err: error, group: names.group };
  if (COORDINATOR.includes(typeIn(error))) log.debug(fields, 'the coordinator is not ready, starting over');
  else if (isKafkaAway(error)) notice.away(life, error);
  else log.warn(fields, 'a Kafka consumer ended, starting over');
}

const COORDINATOR = ['GROUP_LOAD_IN_PROGRESS', 'GROUP_COORDINATOR_NOT_AVAILABLE', 'NOT_COORDINATOR_FOR_GROUP'];

interface Life {
  stopped: boolean;
  /** As the broker knew us last. */
  memberId: string | null;
}

/** One consumer from its connection to its end, with a worker for each partition it holds. */
class Membership {
  readonly #options: MemberOptions;
  readonly #life: Life;
  readonly #wake: ReturnType<typeof createSignal>;
  #workers = new Map<number, PartitionWorker>();
  #tenure: Tenure | undefined;
  #failure: unknown;
  #lookedAt = Infinity;

  constructor(options: MemberOptions, life: Life, wake: ReturnType<typeof createSignal>) {
    this.#options = options;
    this.#life = life;
    this.#wake = wake;
  }

  /** Resolves when stopped, rejects when the consumer is lost. */
  async run(joined: () => void): Promise<void> {
    const client = this.#options.newClient();
    const consumer = this.#newConsumer(client, joined);
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [this.#options.names.topic], fromBeginning: true });
      await consumer.run({ autoCommit: false, eachBatch: async (payload) => this.#handOn(payload) });
      while (!this.#life.stopped) {
        if (this.#failure !== undefined) throw this.#failure;
        if (performance.now() - this.#lookedAt > SILENCE_MS) throw new Error('the consumer fell silent');
        await this.#wake.wait(10_000);
      }
    } finally {
      await this.#giveBack(this.#life.stopped && this.#failure === undefined);
      await within(5_000, consumer.disconnect(), 'leaving the group').catch(() => undefined); // cut next
      client.cut();
    }
  }

  #newConsumer({ kafka }: KafkaClient, joined: () => void): Consumer {
    const { names, sessionMs } = this.#options;
    const consumer = kafka.consumer({
      ...{ groupId: names.group, allowAutoTopicCreation: false },
      ...{ sessionTimeout: sessionMs, heartbeatInterval: HEARTBEAT_MS, rebalanceTimeout: REBALANCE_MS },
      ...FETCH,
      partitionAssigners: [this.#assigner()],
    });
    consumer.on(consumer.events.FETCH_START, () => void (this.#lookedAt = performance.now()));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.#failure = payload.error;
      this.#wake.notify();
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.#life.memberId = payload.memberId;
      this.#take(payload.memberAssignment[names.topic] ?? []);
      joined();
    });
    return consumer;
  }

  /** Round robin, and before each join everything in hand is brought to an end. */
  #assigner(): PartitionAssigner {
    return (context) => {
      const assigner = PartitionAssigners.roundRobin(context);
      const beforeJoin: BeforeJoin['beforeJoin'] = (group) => {
        this.#lookedAt = Infinity;
        if (!this.#tenure) group.memberId ??= this.#life.memberId; // kafkajs drops it when the broker does not know it
        return this.#giveBack(false);
      };
      return { ...assigner, beforeJoin } satisfies typeof assigner & BeforeJoin;
    };
  }

  #take(partitions: number[]): void {
    if (this.#life.stopped) return;
    const tenure = { ours: true };
    const lost = (reason: Error): void => {
      this.#failure ??= reason;
      this.#wake.notify();
    };
    this.#tenure = tenure;
    const ends = askedOnce(() => this.#options.ends());
    for (const partition of partitions)
      this.#workers.set(partition, new PartitionWorker({ ...this.#options, ends, partition, tenure, lost }));
  }

  /** @param ours whether handlers may finish in peace; otherwise their next heartbeat tells them to let go. */
  async #giveBack(ours: boolean): Promise<void> {
    if (this.#tenure) this.#tenure.ours = ours;
    const workers = [...this.#workers.values()];
    await Promise.all(workers.map((worker) => worker.release()));
    this.#workers.clear();
  }

  #handOn(payload: EachBatchPayload): void {
    this.#workers.get(payload.batch.partition)?.accept(payload);
  }
}

/** One question for all who ask together; after a failure the next one asks again. */
function askedOnce<R>(ask: () => Promise<R>): () => Promise<R> {
  let asked: Promise<R> | undefined;
  return () =>
    (asked ??= ask().catch((error: unknown) => {
      asked = undefined;
      throw error;
    }));
}
