import { sql, type Kysely } from 'kysely';
import type { DeliveredMessage } from '../ports/event-bus.ts';
import { AppError } from './errors.ts';
import { envelopeSchema } from './envelope.ts';
import { insertOutbox } from './transact.ts';

/** A message set aside by one consumer group, without its content. */
export interface ParkedMessage {
  id: number;
  group: string;
  topic: string;
  partition: number;
  offset: number;
  reason: string;
  detail: string;
  parkedAt: Date;
  replayedAt: Date | null;
}

/** Idempotent: a batch that is delivered again parks the same message once. */
export async function parkMessage<T>(
  db: Kysely<T>,
  group: string,
  message: DeliveredMessage,
  why: { reason: string; detail: string },
  now: Date,
): Promise<void> {
  const { topic, partition, offset } = message;
  // PostgreSQL holds no NUL; one in a message must not keep it, and all behind it, from being set aside.
  const storable = (text: string): string => text.replaceAll('\0', '\ufffd');
  await sql`insert into platform_parked (topic, partition, "offset", group_name, value, reason, detail, parked_at)
    values (${topic}, ${partition}, ${offset.toString()}::bigint, ${group}, ${storable(message.value)}, ${why.reason}, ${storable(why.detail)}, ${now})
    on conflict (group_name, topic, partition, "offset") do nothing`.execute(db);
}

/** Oldest first; without `all` only those not yet replayed. */
export async function listParked<T>(db: Kysely<T>, options: { all?: boolean } = {}): Promise<ParkedMessage[]> {
  const { rows } =
    await sql<Row>`select id, group_name, topic, partition, "offset", reason, detail, parked_at, replayed_at
    from platform_parked where ${options.all ?? false} or replayed_at is null order by id`.execute(db);
  return rows.map((row) => ({
    id: Number(row.id),
    group: row.group_name,
    topic: row.topic,
    partition: row.partition,
    offset: Number(row.offset),
    reason: row.reason,
    detail: row.detail,
    parkedAt: row.parked_at,
    replayedAt: row.replayed_at,
  }));
}

interface Row {
  id: string | number;
  group_name: string;
  topic: string;
  partition: number;
  offset: string | number;
  reason: string;
  detail: string;
  parked_at: Date;
  replayed_at: Date | null;
}

/**
 * Sends parked messages once more, for the group that parked them only: they go through the outbox to the end of their
 * topic, marked with the group's name. A message that fails again is parked anew.
 * @returns what was sent and the ids that cannot be: their text is no message at all.
 * @throws AppError 'not_found' for an id that is not parked or was replayed already.
 */
export async function replayParked<T>(
  db: Kysely<T>,
  which: number | 'all',
  now: Date,
): Promise<{ replayed: number[]; unreadable: number[] }> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string | number; topic: string; group_name: string; value: string }>`
      select id, topic, group_name, value from platform_parked
       where replayed_at is null and (${which === 'all'} or id = ${which === 'all' ? 0 : which})
       order by id for update`.execute(tx);
    if (which !== 'all' && rows.length === 0) throw new AppError('not_found', `没有编号为 ${which} 的待重放消息`);
    const messages = rows.map((row) => ({ row, envelope: readEnvelope(row.value) }));
    const sendable = messages.flatMap(({ row, envelope }) => (envelope ? [{ row, envelope }] : []));
    await insertOutbox(
      tx,
      sendable.map(({ row, envelope }) => ({
        topic: row.topic,
        key: envelope.key,
        envelope: JSON.stringify({ ...envelope, forGroup: row.group_name }),
      })),
    );
    const replayed = sendable.map(({ row }) => Number(row.id));
    await sql`update platform_parked set replayed_at = ${now} where id = any(${replayed}::bigint[])`.execute(tx);
    const unreadable = messages.filter(({ envelope }) => !envelope).map(({ row }) => Number(row.id));
    return { replayed, unreadable };
  });
}

function readEnvelope(value: string): (Record<string, unknown> & { key: string }) | null {
  try {
    const raw = JSON.parse(value) as Record<string, unknown>;
    const parsed = envelopeSchema.safeParse(raw);
    return parsed.success ? { ...raw, key: parsed.data.key } : null;
  } catch {
    return null; // not JSON: told to the caller as unreadable
  }
}
