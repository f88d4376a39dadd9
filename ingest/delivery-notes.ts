import type { Kysely } from 'kysely';
import type { Time } from '../platform/ports/time.ts';
import type { IngestTables } from './tables.ts';

/** Also how far behind the noted times may be. */
const EVERY_MS = 1_000;

/**
 * Notes when a source last delivered and last brought something new, for its light on the overview. Apart from the pushes' own
 * transactions and once a second at most: the source has one row, and a lock on it in every push would let only one commit at a time.
 * Never rejects: a push that was stored is not refused because of a note.
 */
export function createDeliveryNotes(
  db: Kysely<IngestTables>,
  time: Time,
): (source: string, fresh: number) => Promise<void> {
  const seen = new Map<string, { notedAt: number; broughtNew: boolean }>();
  return async (source, fresh) => {
    const now = time.now();
    const last = seen.get(source) ?? { notedAt: Number.NEGATIVE_INFINITY, broughtNew: false };
    const broughtNew = last.broughtNew || fresh > 0;
    if (now.getTime() - last.notedAt < EVERY_MS) return void seen.set(source, { ...last, broughtNew });
    seen.set(source, { notedAt: now.getTime(), broughtNew: false });
    try {
      await note(db, source, now, broughtNew);
    } catch {
      seen.set(source, { ...last, broughtNew }); // the next delivery notes it
    }
  };
}

async function note(db: Kysely<IngestTables>, source: string, now: Date, broughtNew: boolean): Promise<void> {
  const noted = { last_polled_at: now, last_success_at: now, ...(broughtNew && { last_new_at: now }) };
  const empty = { etag: null, last_modified: null, last_new_at: null, next_poll_at: null, last_error: null };
  await db
    .insertInto('ingest_cursors')
    .values({ source, ...empty, ...noted })
    .onConflict((conflict) => conflict.column('source').doUpdateSet(noted))
    .execute();
}
