import { randomBytes } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Time } from '../ports/time.ts';
import { insertAudit } from './audit.ts';
import type { Envelope } from './envelope.ts';
import { uuidv7 } from './ids.ts';
import type { AuditEntry, EmittedMessage, Transact, TransactOptions, UnitOfWork } from './kernel.ts';
import { toLocalIso } from './local-time.ts';
import type { Logger } from './log.ts';
import { pause } from './system-time.ts';
import { isContention } from './transient-errors.ts';

export interface TransactDeps {
  time: Time;
  /** Called after a commit that left messages in the outbox. */
  wakeRelay: () => void;
  log: Logger;
}

const ATTEMPTS = 6;

/**
 * State, audit rows and outgoing messages in one transaction. Messages and audit rows are written at its very end, while the
 * row locks of the work are still held: so the order of the outbox is the order of the changes, per key.
 */
export function createTransact<T>(db: Kysely<T>, deps: TransactDeps): Transact<T> {
  return async (work, options = {}) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(db, deps, work, options);
      } catch (error) {
        if (attempt >= ATTEMPTS || !isContention(error)) throw error;
        deps.log.debug({ err: error, attempt }, 'a transaction lost a race and is repeated');
        await pause(Math.random() * 10 * 2 ** attempt); // apart in time, or the same two meet again
      }
    }
  };
}

async function once<T, R>(
  db: Kysely<T>,
  { time, wakeRelay, log }: TransactDeps,
  work: (unit: UnitOfWork<T>) => Promise<R>,
  options: TransactOptions,
): Promise<R> {
  const now = options.now ?? time.now();
  const traceId = options.traceId ?? newTraceId();
  const emitted: EmittedMessage[] = [];
  const audited: AuditEntry[] = [];
  const effects: (() => void)[] = [];
  const result = await db.transaction().execute(async (tx) => {
    if (options.frozenMs !== undefined) await limitStandstill(tx, options.frozenMs);
    const value = await work({
      tx,
      now,
      emit: (message) => void emitted.push(message),
      audit: (entry) => void audited.push(entry),
      afterCommit: (effect) => void effects.push(effect),
    });
    if (audited.length > 0) await insertAudit(tx, audited, now, traceId);
    if (emitted.length > 0)
      await insertOutbox(
        tx,
        emitted.map((message) => seal(message, time.now(), now, traceId)),
      );
    return value;
  });
  if (emitted.length > 0) wakeRelay();
  for (const effect of effects) {
    try {
      effect();
    } catch (error) {
      log.error({ err: error, traceId }, 'an effect after the commit failed; the commit stands');
    }
  }
  return result;
}

const limitStandstill = <T>(tx: Transaction<T>, ms: number) =>
  sql`select set_config('idle_in_transaction_session_timeout', ${String(ms)}, true)`.execute(tx);

/** The id carries the real time even when the story's time differs, so that its age can be told from it. */
function seal(message: EmittedMessage, realNow: Date, now: Date, traceId: string): OutboxRow {
  const { topic, type, version, key, payload } = message;
  const envelope: Envelope = { id: uuidv7(realNow), type, version, key, at: toLocalIso(now), traceId, payload };
  return { topic, key, envelope: JSON.stringify(envelope) };
}

export interface OutboxRow {
  topic: string;
  key: string;
  /** JSON of an Envelope. */
  envelope: string;
}

/** One statement for all rows; ids follow the order of the array. */
export async function insertOutbox<T>(tx: Transaction<T>, rows: OutboxRow[]): Promise<void> {
  // As JSON, not as arrays: the client's array syntax escapes letter by letter.
  await sql`insert into platform_outbox (topic, key, envelope)
    select topic, key, envelope from rows from (json_to_recordset(${JSON.stringify(rows)}::json)
      as (topic text, key text, envelope text)) with ordinality order by ordinality`.execute(tx);
}

export const newTraceId = (): string => randomBytes(8).toString('hex');
