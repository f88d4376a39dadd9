import { basename } from 'node:path';
import { existsSync } from 'node:fs';
import type { Actor, Kernel, Origin } from '../../platform/runtime/kernel.ts';
import { inspectFile } from './inspect-file.ts';
import { ImportRun } from './import-run.ts';
import { startImport, type ImportCounts, type ImportState } from './import-state.ts';
import type { IngestTables } from '../tables.ts';
import type { SourceType } from '../raw-record.ts';
import { openRows } from './open-rows.ts';

export interface ImportOptions {
  path: string;
  /** Default: by the recognised format, for an unknown table by the file's name. Said so, rows of another matter may be replaced. */
  source?: string | undefined;
  /** Kind of that source, when the installation knows it. */
  sourceType?: SourceType | undefined;
  jurisdiction: string;
  historyDays: number;
  origin?: Origin;
  actor: Actor;
  /** Read the file again although it was finished. */
  again?: boolean;
  /** Chinese remarks for the person: recognised format, ignored columns … */
  onNote?: (note: string) => void;
  /** After every batch but the last, whose counts are the summary's. */
  onProgress?: (done: ImportCounts & { rows: number }) => void;
}

export interface ImportSummary extends ImportCounts {
  importId: string;
  format: string;
  /** Source ids the rows are stored under, comma-separated when a file carries several. */
  source: string;
  /** Rows of the file, refused ones included. */
  rows: number;
  /** Null when nothing was refused. Holds the user's own raw rows: it stays with the user. */
  refusedFile: string | null;
  /** This very file had been imported before; nothing was read again. */
  alreadyDone: boolean;
}

/**
 * Import a file of posts or orders: JSONL, JSON, CSV, XLSX, RSS/Atom/JSON Feed. Rows and progress commit together in batches, so a killed
 * import goes on where it stood when called again; a finished one reports all rows unchanged.
 * @throws AppError when the file as a whole cannot be used (message in Chinese); single bad rows are only refused
 */
export async function importFile(
  kernel: Pick<Kernel<IngestTables>, 'transact' | 'time' | 'keys'>,
  options: ImportOptions,
): Promise<ImportSummary> {
  const file = await inspectFile(options.path);
  const origin = options.origin ?? 'live';
  const key = { origin, source: options.source ?? 'auto', hash: file.hash };
  const about = { fileName: basename(options.path), jurisdiction: options.jurisdiction, again: options.again ?? false };
  const state = await startImport(kernel, key, about);
  const run = new ImportRun(kernel, file, { ...options, origin }, state);
  if (state.state === 'finished' && (state.counts.refused === 0 || existsSync(run.refused.path)))
    return finished(state, run.refused.path);
  if (state.state === 'finished') return importFile(kernel, { ...options, again: true });
  try {
    for await (const row of openRows(file)) await run.take(row);
  } catch (error) {
    await run.keep(); // what stood before the damage is good
    throw error;
  }
  return run.finish();
}

function finished(state: ImportState, refusedPath: string): ImportSummary {
  const { new: fresh, updated, unchanged, refused, withoutDate } = state.counts;
  return {
    ...{ importId: state.id, format: state.format, source: state.sources.join(','), rows: state.position },
    alreadyDone: true,
    ...{ new: 0, updated: 0, unchanged: fresh + updated + unchanged, refused, conflicts: 0, withoutDate },
    refusedFile: refused > 0 ? refusedPath : null,
  };
}
