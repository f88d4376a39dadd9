import type { Pool } from 'pg';
import type { EventBus, OutgoingMessage } from '../ports/event-bus.ts';
import { AppError } from './errors.ts';
import type { Logger } from './log.ts';
import { openSession, type NewClient, type PgSession } from './pg-session.ts';
import { createSignal } from './signal.ts';

export interface OutboxRelayOptions {
  pool: Pool;
  newClient: NewClient;
  bus: Pick<EventBus, 'publish'>;
  log: Logger;
  pollMs?: number;
  batchSize?: number;
  backoff?: { firstMs: number; maxMs: number };
  /** A leader that has not said anything to the database for so long is frozen or gone, and is put out. Longer than any publish takes. */
  frozenMs?: number;
}

export interface OutboxRelay {
  /** Idempotent. */
  start(): void;
  /** Waits for the batch at hand. */
  stop(): Promise<void>;
  /** Something was committed: look now. Reaches the working relay, wherever it runs. */
  wake(): void;
}

const RELAY_LOCK = 0x4855_0004;
const CHANNEL = 'huiying_outbox';
const DEFAULTS = { pollMs: 200, batchSize: 1_000, backoff: { firstMs: 100, maxMs: 5_000 }, frozenMs: 30_000 };

/**
 * Carries the outbox to the bus in id order. Every process may run one; a lock lets one work at a time, the others stand by.
 * Publish first, delete after: a crash between the two publishes again, so a message may come twice but is never lost.
 */
export function createOutboxRelay(given: OutboxRelayOptions): OutboxRelay {
  const options = { ...DEFAULTS, ...given };
  const { log, pool } = options;
  const signal = createSignal();
  const state: RelayState = { stopped: true, leading: false };
  let running: Promise<void> = Promise.resolve();

  return {
    start() {
      if (!state.stopped) return;
      state.stopped = false;
      running = running.then(() => live(options, signal, state));
    },
    async stop() {
      state.stopped = true;
      signal.notify();
      await running;
    },
    wake() {
      if (state.leading) return signal.notify();
      pool
        .query(`notify ${CHANNEL}`)
        .catch((error: unknown) => log.debug({ err: error }, 'the poll must wake the relay'));
    },
  };
}

async function live(options: Settled, signal: Signal, state: RelayState): Promise<void> {
  for (let failures = 0; !state.stopped; failures++) {
    try {
      await shift(options, signal, state, () => (failures = 0));
    } catch (error) {
      if (state.stopped) break;
      // The bus itself tells that it is away.
      const told = error instanceof AppError && error.code === 'unavailable';
      options.log[told ? 'debug' : 'warn']({ err: error }, 'the outbox relay was interrupted, starting over');
      await pauseUnlessStopped(state, signal, Math.min(options.backoff.firstMs * 2 ** failures, options.backoff.maxMs));
    }
  }
}

interface RelayState {
  stopped: boolean;
  leading: boolean;
}
type Signal = ReturnType<typeof createSignal>;
type Settled = OutboxRelayOptions & typeof DEFAULTS;

async function shift(options: Settled, signal: Signal, state: RelayState, fine: () => void): Promise<void> {
  const session = await openSession(options.newClient);
  session.lost.catch(() => signal.notify()); // the next statement on it rejects
  try {
    while (!(await lead(session))) {
      fine();
      await putOutFrozen(session, options);
      await signal.wait(options.pollMs);
      if (state.stopped) return;
    }
    session.onNotification(() => signal.notify());
    await session.query(`listen ${CHANNEL}`);
    state.leading = true;
    while (!state.stopped) {
      const carried = await carry(session, options);
      fine();
      if (carried < options.batchSize) await signal.wait(options.pollMs);
    }
  } finally {
    state.leading = false;
    await session.close();
  }
}

async function lead(session: PgSession): Promise<boolean> {
  const [row] = await session.query<{ got: boolean }>('select pg_try_advisory_lock($1, 0) as got', [RELAY_LOCK]);
  return row!.got;
}

/**
 * The lock lives as long as the connection, and that of a frozen process or a machine without power lives on for long. A working leader
 * asks several times a second. Its late awakening only publishes twice.
 */
async function putOutFrozen(session: PgSession, { frozenMs, log }: Settled): Promise<void> {
  const gone = await session.query<{ pid: number }>(
    `select a.pid, pg_terminate_backend(a.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.classid = $1 and l.objid = 0 and l.granted
        and l.database = (select oid from pg_database where datname = current_database())
        and a.state_change < clock_timestamp() - make_interval(secs => $2::float8 / 1000)
        and exists (select from platform_outbox)`,
    [RELAY_LOCK, frozenMs],
  );
  if (gone.length > 0) log.warn('the leading outbox relay did not answer and was put out');
}

/** @returns how many messages were carried. */
async function carry(session: PgSession, { bus, batchSize }: Settled): Promise<number> {
  const rows = await session.query<OutgoingMessage & { id: string | number }>(
    'select id, topic, key, envelope as value from platform_outbox order by id limit $1',
    [batchSize],
  );
  if (rows.length === 0) return 0;
  await bus.publish(rows);
  await session.query('delete from platform_outbox where id = any($1::bigint[])', [rows.map((row) => row.id)]);
  return rows.length;
}

/** A wake-up in a back-off does not end it, or a busy writer would hammer a sick bus. */
async function pauseUnlessStopped(state: RelayState, signal: Signal, ms: number): Promise<void> {
  const until = performance.now() + ms;
  while (!state.stopped && performance.now() < until) await signal.wait(until - performance.now());
}
