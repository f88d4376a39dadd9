import { sql, type Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { Registry } from 'prom-client';
import type { EventBus } from '../ports/event-bus.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Time } from '../ports/time.ts';
import { createConsume, type ConsumerActivity } from './consume.ts';
import { byTime } from './by-time.ts';
import { pruneInbox } from './inbox.ts';
import type { Kernel, Keys } from './kernel.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';
import type { MachineClock } from './machine-clock.ts';
import { askedGauge } from './metrics.ts';
import { createOutboxRelay, type OutboxRelay } from './outbox-relay.ts';
import type { NewClient } from './pg-session.ts';
import { READERS, TOPIC_RETENTION_DAYS } from './topics.ts';
import { createTransact } from './transact.ts';

const PRUNE_INBOX = 'inbox.prune';

export interface KernelParts<T> {
  db: Kysely<T>;
  /** For the relay's short statements; may be shared with the bus. */
  pool: Pool;
  newClient: NewClient;
  bus: EventBus;
  jobs: Jobs;
  time: Time;
  log: Logger;
  metrics: Registry;
  keys: Keys;
  /** Default: the clock of the machine is right. */
  clock?: Pick<MachineClock, 'isRight'>;
  /** So long the bus can deliver a message again. Default as the bus on PostgreSQL. */
  retentionDays?: number;
  /** Pauses of relay and consumers after failures. */
  backoff?: { firstMs: number; maxMs: number };
  activity?: ConsumerActivity;
}

export interface OpenKernel<T> {
  kernel: Kernel<T>;
  relay: OutboxRelay;
  /** After every stage and defineHousekeeping() have defined their jobs: jobs and schedules begin. */
  begin(): Promise<void>;
}

const backlogOf = (bus: Pick<EventBus, 'lag'>) =>
  Promise.all(READERS.map(async ({ group, topic }) => ({ group, topic, messages: await bus.lag(group, topic) })));

/**
 * Puts the engines of a profile together, the same for embedded, distributed, tests and replay. The relay runs from here on.
 * Undo is registered in order: stages (registered later) stop first, then jobs, relay and bus; pools belong to the caller.
 */
export function openKernel<T>(parts: KernelParts<T>, lifecycle: Pick<Lifecycle, 'onStop'>): OpenKernel<T> {
  const { db, pool, newClient, bus, jobs, time, log, metrics, keys, backoff, activity } = parts;
  const pauses = backoff && { backoff };
  const relay = createOutboxRelay({ pool, newClient, bus, log, ...pauses });
  const kernel: Kernel<T> = {
    ...{ db, jobs, time, log, metrics, keys },
    transact: createTransact(db, { time, log, wakeRelay: () => relay.wake() }),
    backlog: () => backlogOf(bus),
    mayActByTime: async () => (await parts.clock?.isRight()) ?? true,
    consume: createConsume({ bus, db, time, log, metrics, ...pauses, ...(activity && { activity }) }),
  };
  askedGauge(metrics, 'huiying_outbox_messages', 'Messages not yet on the bus', [], async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from platform_outbox`.execute(db);
    return [{ labels: {}, value: rows[0]!.n }];
  });
  const { retentionDays = TOPIC_RETENTION_DAYS } = parts;
  const prune = byTime(kernel, async () => {
    log.debug({ deleted: await pruneInbox(db, time.now(), retentionDays) }, 'inbox pruned');
  });
  jobs.define(PRUNE_INBOX, async () => void (await prune()));
  lifecycle.onStop('event bus', () => bus.close());
  lifecycle.onStop('outbox relay', () => relay.stop());
  lifecycle.onStop('jobs', () => jobs.close(), 30_000);
  relay.start();
  return {
    ...{ kernel, relay },
    async begin() {
      await jobs.start();
      await jobs.schedule(PRUNE_INBOX, 'nightly', { pattern: '30 3 * * *' });
    },
  };
}
