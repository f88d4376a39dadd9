import type { Transaction } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Kernel, Origin } from '../../platform/runtime/kernel.ts';
import type { ImportRow, IngestTables } from '../tables.ts';

export interface ImportCounts {
  new: number;
  updated: number;
  unchanged: number;
  refused: number;
  conflicts: number;
  /** Rows taken without a stated date: dated with the instant of the import, precision `unknown`. */
  withoutDate: number;
}

/** A stored import as it is read. */
export type ImportState = Pick<ImportRow, 'id' | 'state' | 'format'> & {
  /** As it was called when its first rows were stored: the same bytes under another name go on under the same source. */
  fileName: string;
  /** Sources the rows were stored under, in the order of the file. */
  sources: string[];
  position: number;
  refusedBytes: number;
  counts: ImportCounts;
};

interface ImportKey {
  origin: Origin;
  source: string;
  hash: string;
}

const ZERO = {
  position: 0,
  refused_bytes: 0,
  new_count: 0,
  updated_count: 0,
  unchanged_count: 0,
  refused_count: 0,
  conflict_count: 0,
  undated_count: 0,
};

/** The stored progress of this file, or a fresh start; `again` forgets what was done. */
export async function startImport(
  kernel: Pick<Kernel<IngestTables>, 'transact'>,
  key: ImportKey,
  about: { fileName: string; jurisdiction: string; again: boolean },
): Promise<ImportState> {
  return kernel.transact(async (unit) => {
    const row = {
      ...{ id: uuidv7(unit.now), file_name: about.fileName, content_hash: key.hash, source: key.source, format: '' },
      ...{ state: 'running' as const, started_at: unit.now, updated_at: unit.now, finished_at: null },
      ...{ jurisdiction: about.jurisdiction, origin: key.origin },
    };
    await unit.tx
      .insertInto('ingest_imports')
      .values(row)
      .onConflict((conflict) => conflict.columns(['origin', 'source', 'content_hash']).doNothing())
      .execute();
    const own = unit.tx
      .selectFrom('ingest_imports')
      .selectAll()
      .where('content_hash', '=', key.hash)
      .where('source', '=', key.source)
      .where('origin', '=', key.origin);
    const stored = await own.forUpdate().executeTakeFirstOrThrow();
    if (stored.position === 0) await rename(unit.tx, stored.id, about.fileName);
    const named = stored.position === 0 ? { ...stored, file_name: about.fileName } : stored;
    if (!about.again) return toState(named);
    await unit.tx
      .updateTable('ingest_imports')
      .set({ ...ZERO, state: 'running', finished_at: null, updated_at: unit.now })
      .where('id', '=', stored.id)
      .execute();
    return { ...toState({ ...named, ...ZERO }), state: 'running' };
  });
}

/** Nothing was stored yet, so nothing depends on the earlier name. */
const rename = (tx: Transaction<IngestTables>, id: string, fileName: string): Promise<unknown> =>
  tx.updateTable('ingest_imports').set({ file_name: fileName }).where('id', '=', id).execute();

const toState = (row: {
  id: string;
  file_name: string;
  format: string;
  used_sources: string;
  state: ImportRow['state'];
  position: number;
  refused_bytes: number;
  new_count: number;
  updated_count: number;
  unchanged_count: number;
  refused_count: number;
  conflict_count: number;
  undated_count: number;
}): ImportState => ({
  ...{ id: row.id, state: row.state, position: row.position, refusedBytes: row.refused_bytes },
  ...{ fileName: row.file_name, format: row.format },
  sources: row.used_sources === '' ? [] : row.used_sources.split(','),
  counts: {
    new: row.new_count,
    updated: row.updated_count,
    unchanged: row.unchanged_count,
    refused: row.refused_count,
    conflicts: row.conflict_count,
    withoutDate: row.undated_count,
  },
});

/** Move on, in the transaction of the rows. @throws AppError 'conflict' when another process imports the same file */
export async function advanceImport(
  tx: Transaction<IngestTables>,
  now: Date,
  from: number,
  next: ImportState,
): Promise<void> {
  const { counts } = next;
  const { numUpdatedRows } = await tx
    .updateTable('ingest_imports')
    .set({
      ...{
        position: next.position,
        refused_bytes: next.refusedBytes,
        state: next.state,
        format: next.format,
        used_sources: next.sources.join(','),
        updated_at: now,
      },
      ...{ new_count: counts.new, updated_count: counts.updated, unchanged_count: counts.unchanged },
      ...{
        refused_count: counts.refused,
        conflict_count: counts.conflicts,
        undated_count: counts.withoutDate,
        finished_at: next.state === 'finished' ? now : null,
      },
    })
    .where('id', '=', next.id)
    .where('position', '=', from)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new AppError('conflict', '另一个进程正在导入同一个文件，请等它结束后再试');
}
