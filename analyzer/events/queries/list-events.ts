import { sql, type Kysely, type SqlBool } from 'kysely';
import type { EventSnapshot } from '../../messages.ts';
import type { AnalyzerTables } from '../../tables.ts';
import type { EventRow } from '../tables.ts';
import { accusing } from './accusing.ts';
import { detectionLag, type DetectionLag } from './lag.ts';

/** An event as the dashboard reads it. */
export interface EventRecord {
  snapshot: EventSnapshot;
  lag: DetectionLag;
  /** Why it is an event and not only posts, in Chinese. */
  promotedWhy: string;
  updatedAt: Date;
}

export const EVENT_SORTS = ['heat', 'latest', 'detected', 'gravest'] as const;
export type EventSort = (typeof EVENT_SORTS)[number];

/** Sort value and id of the last row shown. */
export type EventKey = [number, string];

export interface EventFilter {
  origins?: EventSnapshot['origin'][] | undefined;
  /** Part of the title. */
  q?: string | undefined;
  topic?: string | undefined;
  stage?: EventSnapshot['stage'] | undefined;
  colour?: EventSnapshot['opinion']['colour'] | undefined;
  /** Name or code of a place; all below it are found too. */
  place?: string | undefined;
  /** Last public post not before / before. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Default: both. */
  history?: boolean | undefined;
  ids?: string[] | undefined;
  /** Id of a unit: what accuses it is left out. */
  notAccusing?: string | undefined;
  sort?: EventSort | undefined;
  after?: EventKey | null | undefined;
  limit: number;
}

/** What a page is ordered by, as a number so that every cursor has one shape. */
const SORT_VALUE = {
  heat: sql<number>`heat`,
  latest: sql<number>`extract(epoch from last_published_at)::double precision`,
  detected: sql<number>`coalesce(extract(epoch from detected_at), 0)::double precision`,
  // The colour first, for a floor may raise it above its score; among events of one colour the score.
  gravest: sql<number>`coalesce(array_position(array['blue','yellow','orange','red'], colour), 0) * 1000.0::double precision
    + coalesce((snapshot #>> '{opinion,score}')::double precision, 0)`,
} as const;

/** Events that were not merged away, highest sort value first. `next` is null on the last page. */
export async function listEvents(
  db: Kysely<AnalyzerTables>,
  filter: EventFilter,
): Promise<{ items: EventRecord[]; next: EventKey | null }> {
  const value = SORT_VALUE[filter.sort ?? 'latest'];
  let query = db
    .selectFrom('analyzer_events')
    .selectAll()
    .select(value.as('sort_value'))
    .where('merged_into', 'is', null);
  for (const condition of conditions(filter)) query = query.where(condition);
  if (filter.after) query = query.where(sql<SqlBool>`(${value}, id) < (${filter.after[0]}, ${filter.after[1]}::uuid)`);
  const rows = await query
    .orderBy('sort_value', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  const shown = rows.slice(0, filter.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(eventRecord),
    next: rows.length > filter.limit && last ? [last.sort_value, last.id] : null,
  };
}

/** One event, also a merged one: its snapshot says where it went. */
export async function eventById(db: Kysely<AnalyzerTables>, id: string): Promise<EventRecord | null> {
  const row = await db.selectFrom('analyzer_events').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? eventRecord(row) : null;
}

function conditions(filter: EventFilter) {
  const { origins, q, topic, stage, colour, place, from, to, history, ids, notAccusing } = filter;
  return [
    ...(origins ? [sql<SqlBool>`origin = any(${origins}::text[])`] : []),
    ...(q ? [sql<SqlBool>`strpos(title, ${q}) > 0`] : []),
    ...(topic ? [sql<SqlBool>`topic = ${topic}`] : []),
    ...(stage ? [sql<SqlBool>`stage = ${stage}`] : []),
    ...(colour ? [sql<SqlBool>`colour = ${colour}`] : []),
    ...(place ? [sql<SqlBool>`places @> array[${place}]::text[]`] : []),
    ...(from ? [sql<SqlBool>`last_published_at >= ${from}`] : []),
    ...(to ? [sql<SqlBool>`last_published_at < ${to}`] : []),
    ...(history === undefined ? [] : [sql<SqlBool>`history = ${history}`]),
    ...(ids ? [sql<SqlBool>`id = any(${ids}::uuid[])`] : []),
    ...(notAccusing ? [sql<SqlBool>`not ${accusing(sql`snapshot`, notAccusing)}`] : []),
  ];
}

const eventRecord = (row: EventRow): EventRecord => ({
  snapshot: row.snapshot,
  lag: detectionLag(row),
  promotedWhy: row.promoted_why,
  updatedAt: row.updated_at,
});
