import type { Kysely } from 'kysely';
import type { SourceConfig } from '../../config/schema/sources.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { IngestTables } from '../tables.ts';

export interface SourceHealth {
  id: string;
  name: string;
  kind: SourceConfig['kind'];
  enabled: boolean;
  /** disabled 停用 · waiting not asked yet · healthy 正常 · failing 出错重试中 · dead 三次以上失败或一天无成功 */
  state: 'disabled' | 'waiting' | 'healthy' | 'failing' | 'dead';
  lastPolledAt: string | null;
  lastSuccessAt: string | null;
  lastNewAt: string | null;
  nextPollAt: string | null;
  errors: number;
  lastError: string | null;
}

const DAY_MS = 86_400_000;

/** How every configured source fares. A silent source looks like a quiet city; this is where the difference shows. */
export async function sourcesHealth(
  db: Kysely<IngestTables>,
  sources: SourceConfig[],
  now: Date,
): Promise<SourceHealth[]> {
  const rows = await db.selectFrom('ingest_cursors').selectAll().execute();
  const byId = new Map(rows.map((row) => [row.source, row]));
  return sources.map(({ id, name, kind, enabled }) => {
    const row = byId.get(id);
    const iso = (at: Date | null | undefined): string | null => (at ? toLocalIso(at) : null);
    const errors = row?.error_count ?? 0;
    return {
      ...{ id, name, kind, enabled, errors, lastError: row?.last_error ?? null },
      state: enabled ? stateOf(errors, row?.last_polled_at ?? null, row?.last_success_at ?? null, now) : 'disabled',
      lastPolledAt: iso(row?.last_polled_at),
      lastSuccessAt: iso(row?.last_success_at),
      lastNewAt: iso(row?.last_new_at),
      nextPollAt: iso(row?.next_poll_at),
    };
  });
}

function stateOf(errors: number, polled: Date | null, success: Date | null, now: Date): SourceHealth['state'] {
  if (!polled) return 'waiting';
  if (errors === 0) return 'healthy';
  const silent = success === null || now.getTime() - success.getTime() > DAY_MS;
  return errors >= 3 && silent ? 'dead' : 'failing';
}

export interface RefusedView {
  id: string;
  source: string;
  at: string;
  reason: string;
  detail: string;
  row: number | null;
  importId: string | null;
}

/** What was not taken, newest first; never its text. */
export async function recentRefused(
  db: Kysely<IngestTables>,
  filter: { origin: 'live' | 'demo' | 'drill'; importId?: string; limit: number },
): Promise<RefusedView[]> {
  let query = db.selectFrom('ingest_refused').selectAll().where('origin', '=', filter.origin);
  if (filter.importId !== undefined) query = query.where('import_id', '=', filter.importId);
  const rows = await query.orderBy('at', 'desc').orderBy('id', 'desc').limit(Math.min(filter.limit, 500)).execute();
  return rows.map(({ id, source, at, reason, detail, row_number: row, import_id: importId }) => ({
    id,
    source,
    at: toLocalIso(at),
    reason,
    detail,
    row,
    importId,
  }));
}

export interface ImportView {
  id: string;
  fileName: string;
  source: string;
  format: string;
  state: 'running' | 'finished';
  rows: number;
  new: number;
  updated: number;
  unchanged: number;
  refused: number;
  conflicts: number;
  startedAt: string;
  finishedAt: string | null;
}

export async function recentImports(db: Kysely<IngestTables>, limit = 50): Promise<ImportView[]> {
  const rows = await db.selectFrom('ingest_imports').selectAll().orderBy('started_at', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    ...{
      id: row.id,
      fileName: row.file_name,
      source: row.source,
      format: row.format,
      state: row.state,
      rows: row.position,
    },
    ...{
      new: row.new_count,
      updated: row.updated_count,
      unchanged: row.unchanged_count,
      refused: row.refused_count,
      conflicts: row.conflict_count,
    },
    startedAt: toLocalIso(row.started_at),
    finishedAt: row.finished_at && toLocalIso(row.finished_at),
  }));
}
