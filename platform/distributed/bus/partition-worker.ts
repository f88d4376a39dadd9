import type { EachBatchPayload } from 'kafkajs';
import { createSignal } from '../../runtime/signal.ts';
import { fetched, type Fetched } from './fetched.ts';
import { isFenced, isKafkaAway } from './kafka-errors.ts';
import type { WorkerOptions } from './partition-options.ts';
import type { Position } from './positions.ts';

/** What is fetched ahead of a partition's handler, in UTF-16 units; a fetch adds at most its maxBytesPerPartition. */
const QUEUE_FULL = 3_000_000;

/** After the broker has refused us the group joins anew, and that releases us; a missed join would leave the partition to nobody. */
const JOIN_MS = 15_000;

/** Works through what is fetched of one partition, during one tenure. */
export class PartitionWorker {
  /** Never rejects. */
  readonly done: Promise<void>;
  readonly #options: WorkerOptions;
  readonly #signal = createSignal();
  readonly #queue: Fetched[] = [];
  #queued = 0;
  #released = false;
  #payload: EachBatchPayload | undefined;
  #resume: (() => void) | undefined;
  /** Where the group stands by our own account; null for a group that never worked on this partition. */
  #position: Position | null = null;
  #committing: Promise<void> | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.done = this.#run();
  }

  /** Takes what eachBatch got; the partition is paused while too much waits. */
  accept(payload: EachBatchPayload): void {
    const { topic, partition } = this.#options;
    if (!this.#open) return;
    for (const message of payload.batch.messages) {
      const next = fetched(topic, partition, message);
      this.#queue.push(next);
      this.#queued += next.value.length;
    }
    this.#payload = payload;
    if (this.#queued >= QUEUE_FULL) this.#resume ??= payload.pause();
    this.#signal.notify();
  }

  /** Ends after the batch at hand and its commit. */
  release(): Promise<void> {
    this.#released = true;
    this.#signal.notify();
    return this.done;
  }

  get #open(): boolean {
    return !this.#released && this.#options.tenure.ours;
  }

  async #run(): Promise<void> {
    const { topic, partition, subscribe } = this.#options;
    try {
      if (!(await this.#persist(() => this.#takeOver(), 'taking the partition over')))
        return await this.#untilReleased();
      while (this.#open) {
        if (this.#queue.length === 0) {
          await this.#signal.wait();
          continue;
        }
        const messages = this.#take(subscribe.maxBatch);
        const heartbeat = (): Promise<void> => this.#heartbeat();
        const work = async (): Promise<void> => {
          await this.#tellGapBefore(messages[0]!);
          await subscribe.handle({ topic, partition, messages, heartbeat });
        };
        if (!(await this.#persist(work, 'a batch'))) return await this.#untilReleased();
        const { offset, publishedAt } = messages.at(-1)!;
        this.#position = { next: offset + 1n, publishedAt };
        this.#committing ??= this.#commitAll();
      }
    } finally {
      await this.#committing;
      this.#resume?.(); // kafkajs keeps a pause beyond the assignment
    }
  }

  async #takeOver(): Promise<void> {
    const { topic, partition, subscribe, names, positions, ends } = this.#options;
    this.#position = await positions.read(names.group, partition);
    if (this.#position !== null) {
      const { low: kept, high } = (await ends()).get(partition) ?? { low: 0n, high: this.#position.next };
      // A log never becomes shorter: this is another one.
      if (high < this.#position.next) await this.#tellNewLog(kept);
      await this.#tellGap(kept);
      // Nothing may come for long: the next one to take over must not find the same gap in another size.
      if (kept > this.#position.next) {
        this.#position = { ...this.#position, next: kept };
        await positions.write(names.group, partition, this.#position);
      }
    }
    await subscribe.onAssigned?.(topic, partition);
  }

  /** A message below our position may be the old one again, or the first of a topic made anew: that one is younger than what we had. */
  async #tellGapBefore({ offset, publishedAt }: Fetched): Promise<void> {
    if (this.#position !== null && offset < this.#position.next && publishedAt > this.#position.publishedAt)
      await this.#tellNewLog(offset);
    await this.#tellGap(offset);
  }

  /** What the old log held behind our position is gone uncounted; in the new one we stand before all of it. */
  async #tellNewLog(first: bigint): Promise<void> {
    const { topic, partition, subscribe, names, positions } = this.#options;
    const { next: from, publishedAt } = this.#position!;
    await subscribe.onSkipped?.({ topic, partition, from, to: null, since: publishedAt });
    const position = { next: first, publishedAt };
    await positions.restart(names.group, partition, position);
    this.#position = position;
  }

  /** Offsets have no holes: our producers use no transactions and our topics are not compacted. */
  async #tellGap(to: bigint): Promise<void> {
    const { topic, partition, subscribe } = this.#options;
    if (this.#position === null || to <= this.#position.next) return;
    const { next: from, publishedAt: since } = this.#position;
    await subscribe.onSkipped?.({ topic, partition, from, to, since });
  }

  async #untilReleased(): Promise<void> {
    const until = performance.now() + (this.#options.joinMs ?? JOIN_MS);
    while (this.#open && performance.now() < until) await this.#signal.wait(until - performance.now());
    const { topic, partition, lost } = this.#options;
    if (this.#open) lost(new Error(`partition ${topic}/${partition} was refused to us and no join followed`));
  }

  #take(maxBatch: number): Fetched[] {
    const messages = this.#queue.splice(0, maxBatch);
    for (const { value } of messages) this.#queued -= value.length;
    if (this.#resume && this.#queued < QUEUE_FULL / 2) {
      this.#resume();
      this.#resume = undefined;
    }
    return messages;
  }

  /** Rejects when the partition is no longer ours, or nobody can tell. */
  async #heartbeat(): Promise<void> {
    this.#stillOurs();
    await this.#payload!.heartbeat();
    this.#stillOurs();
  }

  #stillOurs(): void {
    const { topic, partition, tenure } = this.#options;
    if (!tenure.ours) throw new Error(`partition ${topic}/${partition} was taken away`);
  }

  /** One commit at a time, beside the next batches; what was handled meanwhile goes into the next one. */
  async #commitAll(): Promise<void> {
    try {
      for (let done: Position | null = null; done !== this.#position;) {
        const upTo: Position = this.#position!;
        if (!(await this.#commit(upTo))) return;
        done = upTo;
      }
    } finally {
      this.#committing = undefined; // in the same breath as the last look, or what is handled next would wait
    }
  }

  /** Carries the generation of this tenure; the broker refuses it in any other. */
  async #commit(upTo: Position): Promise<boolean> {
    const { partition, names, positions } = this.#options;
    const { batch, commitOffsetsIfNecessary } = this.#payload!;
    const topics = [{ topic: batch.topic, partitions: [{ partition, offset: upTo.next.toString() }] }];
    const commit = async (): Promise<void> => {
      await positions.write(names.group, partition, upTo);
      await commitOffsetsIfNecessary({ topics });
    };
    try {
      await commit();
      return true;
    } catch (error) {
      if (isFenced(error)) return false; // the rejoin is on its way, and the batch will come again
      this.#complain(error, 'an offset was not committed');
      return this.#persist(commit, 'committing an offset');
    }
  }

  /** An outage of Kafka is told once by whoever holds the connection. */
  #complain(error: unknown, what: string): void {
    const { topic, partition, subscribe, log } = this.#options;
    const fields = { err: error, group: subscribe.group, topic, partition };
    if (isKafkaAway(error)) log.debug(fields, what);
    else log.warn(fields, what);
  }

  /** Repeats work, with a doubling back-off, until it succeeds or the partition is given up. */
  async #persist(work: () => Promise<void>, what: string): Promise<boolean> {
    const { backoff } = this.#options;
    for (let failures = 0; this.#open; failures++) {
      try {
        await work();
        return true;
      } catch (error) {
        if (!this.#open || isFenced(error)) break;
        this.#complain(error, `${what} failed, will be repeated`);
        const until = performance.now() + Math.min(backoff.firstMs * 2 ** failures, backoff.maxMs);
        while (this.#open && performance.now() < until) await this.#signal.wait(until - performance.now());
      }
    }
    return false;
  }
}
