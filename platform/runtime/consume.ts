import type { Kysely } from 'kysely';
import type { Registry } from 'prom-client';
import type { Batch, DeliveredMessage, EventBus, Skipped } from '../ports/event-bus.ts';
import type { Time } from '../ports/time.ts';
import type { Consume, ConsumedMessage, ConsumeOptions } from './kernel.ts';
import type { Logger } from './log.ts';
import { askedGauge, counter, seconds } from './metrics.ts';
import { parkMessage } from './parked.ts';
import { readMessage } from './read-message.ts';
import { adviceFor, noteSkipped } from './skipped.ts';
import { pause } from './system-time.ts';
import { workThrough } from './work-through.ts';

export interface ConsumeDeps<T> {
  bus: Pick<EventBus, 'subscribe'>;
  db: Kysely<T>;
  time: Time;
  log: Logger;
  metrics: Registry;
  /** Pauses after failures, by the machine's clock. */
  backoff?: { firstMs: number; maxMs: number };
  /** Told what the consumers are doing, for a test that waits until all is quiet. */
  activity?: ConsumerActivity;
}

export interface ConsumerActivity {
  consumers: Set<{ group: string; topic: string }>;
  /** Partitions inside a pause a handler asked for. */
  pausing: number;
  handling: number;
}

interface Item<P> {
  delivered: DeliveredMessage;
  message: ConsumedMessage<P>;
}

const DEFAULTS = { maxBatch: 200, attempts: 5, backoff: { firstMs: 100, maxMs: 5_000 } };
const HEARTBEAT_MS = 3_000;

/** From batches of the bus to handlers of the stages: reading, repeating, isolating poison, parking, counting. */
export function createConsume<T>(deps: ConsumeDeps<T>): Consume {
  const meters = createMeters(deps.metrics);
  return async (options) => {
    const stopping = new AbortController();
    const identity = { group: options.group, topic: options.topic };
    const { onAssigned } = options;
    const subscription = await deps.bus.subscribe({
      group: options.group,
      topics: [options.topic],
      maxBatch: options.maxBatch ?? DEFAULTS.maxBatch,
      handle: (batch) => handleBatch(deps, meters, options, batch, stopping.signal),
      onSkipped: (skipped) => tellSkipped(deps, meters, identity, skipped),
      ...(onAssigned && { onAssigned: (_topic: string, partition: number) => onAssigned(partition) }),
    });
    deps.activity?.consumers.add(identity);
    const forget = meters.watchLag(identity, () => subscription.lag());
    return {
      lag: () => subscription.lag(),
      stop: async () => {
        stopping.abort(new Error('the consumer is stopping'));
        await subscription.stop();
        deps.activity?.consumers.delete(identity);
        forget();
      },
    };
  };
}

async function handleBatch<T, P>(
  deps: ConsumeDeps<T>,
  meters: Meters,
  options: ConsumeOptions<P>,
  batch: Batch,
  signal: AbortSignal,
): Promise<void> {
  const { group, topic } = options;
  const log = deps.log.child({ group, topic, partition: batch.partition });
  const park = parker(deps, meters, options, log);
  const items: Item<P>[] = [];
  for (const delivered of batch.messages) {
    const reading = readMessage(delivered, options, deps.time.now());
    if (reading.kind === 'message') items.push({ delivered, message: reading.message });
    else if (reading.kind === 'unreadable') await park(delivered, 'unreadable', reading.detail);
  }
  const backoff = deps.backoff ?? DEFAULTS.backoff;
  await workThrough(items, {
    attempts: options.attempts ?? DEFAULTS.attempts,
    handle: (some) => timed(deps, meters, options, () => options.handle(messagesOf(some), batch.heartbeat)),
    park: (item, reason, detail) => park(item.delivered, reason, detail, item.message.traceId),
    count: (outcome, reason, n) => meters.count(options, outcome, reason, n),
    backOff: async (failures, error) => {
      log.warn({ err: error, failures, traceId: items[0]?.message.traceId }, 'a handler failed, its batch is repeated');
      await pause(Math.min(backoff.firstMs * 2 ** (failures - 1), backoff.maxMs), signal);
    },
    pause: (ms) => askedPause(deps, ms, batch, signal),
    stillOurs: async () => {
      signal.throwIfAborted();
      await batch.heartbeat();
    },
  });
}

/** For the operator: a line in the log, a number, and a note that `huiying parked list` shows until it is made good. */
async function tellSkipped<T>(
  { db, log, time }: ConsumeDeps<T>,
  meters: Meters,
  identity: Identity,
  skipped: Skipped,
): Promise<void> {
  if (!(await noteSkipped(db, identity.group, skipped, time.now()))) return;
  const messages = skipped.to === null ? null : Number(skipped.to - skipped.from);
  meters.skipped.inc(identity, messages ?? 1); // at least: whoever watches the number must hear of it
  const why =
    messages === null ? '消息：主题已被删除重建，条数不明' : ` ${messages} 条消息：已过保存期，或进度被改到其后`;
  log.error(
    { ...identity, partition: skipped.partition, messages, since: skipped.since },
    `消费组“${identity.group}”漏读主题“${skipped.topic}”第 ${skipped.partition} 分区的${why}。${adviceFor(identity.group, skipped)}`,
  );
}

const messagesOf = <P>(items: Item<P>[]): ConsumedMessage<P>[] => items.map((item) => item.message);

/** Sets a message aside, counts it and tells the operator. */
function parker<T>(deps: ConsumeDeps<T>, meters: Meters, options: Identity, log: Logger) {
  return async (delivered: DeliveredMessage, reason: string, detail: string, traceId?: string): Promise<void> => {
    await parkMessage(deps.db, options.group, delivered, { reason, detail }, deps.time.now());
    meters.count(options, 'park', reason, 1);
    log.error(
      { offset: Number(delivered.offset), reason, detail, traceId },
      'a message was parked; replay it when repaired',
    );
  };
}

async function timed<T, P, R>(
  deps: ConsumeDeps<T>,
  meters: Meters,
  options: ConsumeOptions<P>,
  work: () => Promise<R>,
) {
  const { activity } = deps;
  const end = meters.duration.startTimer({ group: options.group, topic: options.topic });
  if (activity) activity.handling++;
  try {
    return await work();
  } finally {
    if (activity) activity.handling--;
    end();
  }
}

async function askedPause<T>(deps: ConsumeDeps<T>, ms: number, batch: Batch, signal: AbortSignal): Promise<void> {
  const { activity } = deps;
  const beating = setInterval(() => void batch.heartbeat().catch(() => undefined), HEARTBEAT_MS); // stillOurs tells the loss
  if (activity) activity.pausing++;
  try {
    await deps.time.sleep(ms, signal);
  } finally {
    if (activity) activity.pausing--;
    clearInterval(beating);
  }
}

type Identity = { group: string; topic: string };

function createMeters(registry: Registry) {
  const messages = counter(registry, 'huiying_messages_total', 'Messages by what became of them', [
    'group',
    'topic',
    'outcome',
    'reason',
  ]);
  const lags = new Map<Identity, () => Promise<number>>();
  askedGauge(registry, 'huiying_consumer_lag', 'Messages a group has not committed', ['group', 'topic'], () =>
    readAll(lags),
  );
  return {
    skipped: counter(registry, 'huiying_messages_skipped_total', 'Messages a group never got', ['group', 'topic']),
    duration: seconds(registry, 'huiying_batch_seconds', 'Time a handler took for one batch', ['group', 'topic']),
    count: ({ group, topic }: Identity, outcome: string, reason: string, n: number): void =>
      messages.inc({ group, topic, outcome, reason }, n),
    watchLag(identity: Identity, read: () => Promise<number>): () => void {
      lags.set(identity, read);
      return () => void lags.delete(identity);
    },
  };
}
/** One that cannot be read must not hide the others. */
async function readAll(lags: ReadonlyMap<Identity, () => Promise<number>>) {
  const read = await Promise.allSettled([...lags].map(async ([labels, ask]) => ({ labels, value: await ask() })));
  return read.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

type Meters = ReturnType<typeof createMeters>;
