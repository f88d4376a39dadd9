import { sql } from 'kysely';
import type { SourceConfig } from '../../config/schema/sources.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Kernel } from '../../platform/runtime/kernel.ts';
import type { Cursor, Polled, PolledKind, SourceDeps } from '../source.ts';
import type { IngestTables } from '../tables.ts';
import { pollFeed } from './feed.ts';
import { pollFolder } from './folder.ts';
import { pollHotlist } from './hotlist.ts';
import { isDue, nextPollAt } from './next-poll.ts';

export type PolledSource = Extract<SourceConfig, { kind: PolledKind }>;
type Deps = SourceDeps & { kernel: Pick<Kernel<IngestTables>, 'transact' | 'time' | 'keys' | 'log'> };

/** A poll that dies leaves its claim; after this the source may be asked again. */
const CLAIM_MS = 10 * 60_000;

/**
 * Ask one source if it is due. The claim on its row keeps two processes from asking at once; errors are counted and the pause doubles
 * up to 12 hours, success resets it. Never throws for a bad source: its state says what is wrong.
 */
export async function pollSource(deps: Deps, source: PolledSource): Promise<'polled' | 'failed' | 'not_due'> {
  const claimed = await claim(deps, source);
  if (!claimed) return 'not_due';
  try {
    const polled = await poll(deps, source, claimed.cursor);
    await succeeded(deps, source, claimed.at, polled);
    return 'polled';
  } catch (error) {
    deps.kernel.log.warn({ source: source.id, err: error }, 'a source could not be collected');
    await failed(deps, source, claimed.at, error instanceof AppError ? error.message : '内部错误，详见日志');
    return 'failed';
  }
}

function poll(deps: Deps, source: PolledSource, cursor: Cursor): Promise<Polled> {
  if (source.kind === 'feed') return pollFeed(source, cursor, deps);
  return source.kind === 'folder' ? pollFolder(source, cursor, deps) : pollHotlist(source, cursor, deps);
}

/** Takes the source when it is due, for CLAIM_MS. */
async function claim({ kernel }: Deps, source: PolledSource): Promise<{ cursor: Cursor; at: Date } | null> {
  return kernel.transact(async ({ tx, now }) => {
    await tx
      .insertInto('ingest_cursors')
      .values({
        source: source.id,
        etag: null,
        last_modified: null,
        last_polled_at: null,
        last_success_at: null,
        last_new_at: null,
        next_poll_at: null,
        last_error: null,
      })
      .onConflict((conflict) => conflict.column('source').doNothing())
      .execute();
    const row = await tx
      .selectFrom('ingest_cursors')
      .select(['etag', 'last_modified', 'state', 'next_poll_at'])
      .where('source', '=', source.id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (!isDue(row.next_poll_at, now, source.everyMinutes)) return null;
    await tx
      .updateTable('ingest_cursors')
      .set({ last_polled_at: now, next_poll_at: new Date(now.getTime() + CLAIM_MS) })
      .where('source', '=', source.id)
      .execute();
    return { cursor: { etag: row.etag, lastModified: row.last_modified, state: row.state }, at: now };
  });
}

async function succeeded({ kernel }: Deps, source: PolledSource, askedAt: Date, polled: Polled): Promise<void> {
  const { cursor, new: fresh } = polled;
  await kernel.transact(async ({ tx, now }) => {
    await tx
      .updateTable('ingest_cursors')
      .set({
        etag: cursor.etag,
        last_modified: cursor.lastModified,
        state: JSON.stringify(cursor.state),
        last_success_at: now,
        error_count: 0,
        last_error: null,
      })
      .set({
        next_poll_at: nextPollAt(askedAt, source.everyMinutes),
        ...(fresh > 0 && { last_new_at: now }),
      })
      .where('source', '=', source.id)
      .execute();
  });
}

async function failed({ kernel }: Deps, source: PolledSource, askedAt: Date, message: string): Promise<void> {
  await kernel.transact(async ({ tx }) => {
    const { error_count: errors } = await tx
      .updateTable('ingest_cursors')
      .set({ error_count: sql<number>`error_count + 1`, last_error: message })
      .where('source', '=', source.id)
      .returning('error_count')
      .executeTakeFirstOrThrow();
    await tx
      .updateTable('ingest_cursors')
      .set({ next_poll_at: nextPollAt(askedAt, source.everyMinutes, errors) })
      .where('source', '=', source.id)
      .execute();
  });
}
