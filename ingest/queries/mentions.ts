import { sql, type Kysely } from 'kysely';
import type { Origin } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Mention } from '../messages.ts';
import { toMention } from '../store/rows.ts';
import type { IngestTables } from '../tables.ts';
import { COUNT_NAMES, type Counts } from '../steps/counts.ts';

/** A mention as it stands, for screens. */
export type MentionView = Omit<Mention, 'change'> & { updatedAt: string };

export interface StreamFilter {
  origin: Origin;
  source?: string | undefined;
  sourceType?: Mention['sourceType'] | undefined;
  /** Published in [from, to). */
  from?: Date | undefined;
  to?: Date | undefined;
  history?: boolean | undefined;
  /** Copies of earlier texts too; default true. */
  duplicates?: boolean | undefined;
  /** Orders only, or everything else only. */
  orders?: boolean | undefined;
  limit: number;
  /** `next` of the page before. */
  after?: string | undefined;
}

/** The newest first, by when we collected them; `next` is null on the last page. Keyset: pages do not move while posts come in. */
export async function recentMentions(
  db: Kysely<IngestTables>,
  filter: StreamFilter,
): Promise<{ items: MentionView[]; next: string | null }> {
  let query = db.selectFrom('ingest_mentions').selectAll().where('origin', '=', filter.origin);
  if (filter.source !== undefined) query = query.where('source', '=', filter.source);
  if (filter.sourceType !== undefined) query = query.where('source_type', '=', filter.sourceType);
  if (filter.from) query = query.where('published_at', '>=', filter.from);
  if (filter.to) query = query.where('published_at', '<', filter.to);
  if (filter.history !== undefined) query = query.where('history', '=', filter.history);
  if (filter.duplicates === false) query = query.where('duplicate_of', 'is', null);
  if (filter.orders !== undefined) query = query.where('order_number', filter.orders ? 'is not' : 'is', null);
  const after = readCursor(filter.after);
  if (after) query = query.where(sql<boolean>`(collected_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  const limit = Math.min(Math.max(filter.limit, 1), 200);
  const rows = await query
    .orderBy('collected_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last ? `${last.collected_at.toISOString()}_${last.id}` : null;
  return { items: page.map((row) => view(row)), next };
}

export async function mentionById(db: Kysely<IngestTables>, id: string): Promise<MentionView | null> {
  const [found] = await mentionsByIds(db, [id]);
  return found ?? null;
}

/** In the order of `ids`; unknown ids are left out. */
export async function mentionsByIds(db: Kysely<IngestTables>, ids: string[]): Promise<MentionView[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('ingest_mentions')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => (byId.has(id) ? [view(byId.get(id)!)] : []));
}

/** Copies of a mention's text, oldest first. */
export async function copiesOf(db: Kysely<IngestTables>, id: string, limit = 200): Promise<MentionView[]> {
  const rows = await db
    .selectFrom('ingest_mentions')
    .selectAll()
    .where('duplicate_of', '=', id)
    .orderBy('published_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => view(row));
}

/** Counts of a mention over time, oldest first. */
export async function countsSeries(
  db: Kysely<IngestTables>,
  id: string,
): Promise<{ at: string; counts: Counts; rank: number | null }[]> {
  const rows = await db.selectFrom('ingest_counts').selectAll().where('mention_id', '=', id).orderBy('at').execute();
  return rows.map((row) => {
    const counts: Counts = {};
    for (const name of COUNT_NAMES) if (row[`${name}_count`] !== null) counts[name] = row[`${name}_count`]!;
    return { at: toLocalIso(row.at), counts, rank: row.rank };
  });
}

function view(row: Parameters<typeof toMention>[0]): MentionView {
  const { change: _change, ...mention } = toMention(row, 'new');
  return { ...mention, updatedAt: toLocalIso(row.updated_at) };
}

function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  const found = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z)_([0-9a-f-]{36})$/.exec(cursor ?? '');
  return found ? { at: found[1]!, id: found[2]! } : null;
}
