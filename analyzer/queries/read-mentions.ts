import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Mention } from '../../ingest/messages.ts';
import type { Analysis } from '../messages.ts';
import type { MentionTables } from '../mention-tables.ts';
import { searchCondition } from './search-condition.ts';
import { accusing } from '../events/queries/accusing.ts';

/** One 信息 with what the analyser made of it and the event it belongs to, if any. */
export interface MentionWithAnalysis {
  mention: Mention;
  analysis: Analysis;
  analyzedAt: Date;
  event: { id: string; title: string } | null;
}

export interface StreamFilter {
  /** Several only where several may be looked at together (a demo machine). */
  origin: Mention['origin'] | readonly Mention['origin'][];
  /** Words people type; several are joined by AND. */
  q?: string | undefined;
  topic?: string | undefined;
  sourceType?: Mention['sourceType'] | undefined;
  /** At least this sensitivity. */
  sensitivity?: number | undefined;
  /** Code of a place; what lies below it counts. */
  place?: string | undefined;
  eventId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Leave out equal texts. */
  distinct?: boolean | undefined;
  /** Restrict to these event ids (a department sees its own); undefined = no restriction. */
  eventIds?: readonly string[] | undefined;
  /** Id of a unit: posts that accuse it, and those of events that do, are left out. */
  notAccusing?: string | undefined;
}

/** Opaque to the reader: position after the last item of a page. */
export interface StreamPage {
  items: MentionWithAnalysis[];
  nextCursor: string | null;
}

interface Row {
  mention: Omit<Mention, 'title' | 'text'>;
  title: string;
  text: string;
  analysis: Analysis;
  analyzed_at: Date;
  collected_at: Date;
  mention_id: string;
  event_id: string | null;
  event_title: string | null;
}

/** Stream, newest collected first, keyset paged. Also the search when `q` is given. */
export async function readStream<T extends MentionTables>(
  db: Kysely<T>,
  filter: StreamFilter,
  page: { limit: number; cursor?: string | undefined },
): Promise<StreamPage> {
  const origins = typeof filter.origin === 'string' ? [filter.origin] : filter.origin;
  // One walk of the index an origin, merged: a condition on several at once could not use its order.
  const parts = await Promise.all(origins.map((origin) => readRows(db, filter, origin, page)));
  const rows = parts.flat().sort(newestFirst);
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return {
    items: items.map(toItem),
    nextCursor: rows.length > page.limit && last ? encodeCursor(last.collected_at, last.mention_id) : null,
  };
}

async function readRows<T extends MentionTables>(
  db: Kysely<T>,
  filter: StreamFilter,
  origin: Mention['origin'],
  page: { limit: number; cursor?: string | undefined },
): Promise<Row[]> {
  const conditions = conditionsOf(filter, origin);
  const after = page.cursor === undefined ? null : decodeCursor(page.cursor);
  if (after) conditions.push(sql`(m.collected_at, m.mention_id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  const { rows } = await sql<Row>`${SELECT} where ${sql.join(conditions, sql` and `)}
    order by m.collected_at desc, m.mention_id desc limit ${page.limit + 1}`.execute(db);
  return rows;
}

const newestFirst = (a: Row, b: Row): number =>
  b.collected_at.getTime() - a.collected_at.getTime() || (a.mention_id < b.mention_id ? 1 : -1);

/** One mention with analysis and evidence, or null. */
export async function readMention<T extends MentionTables>(
  db: Kysely<T>,
  id: string,
): Promise<MentionWithAnalysis | null> {
  const { rows } = await sql<Row>`${SELECT} where m.mention_id = ${id}::uuid`.execute(db);
  return rows[0] ? toItem(rows[0]) : null;
}

const SELECT = sql`select m.mention, m.title, m.text, m.analysis, m.analyzed_at, m.collected_at, m.mention_id,
    e.id as event_id, e.title as event_title
  from analyzer_mentions m
  left join analyzer_event_mentions g on g.mention_id = m.mention_id
  left join analyzer_events e on e.id = g.group_id`;

function conditionsOf(filter: StreamFilter, origin: Mention['origin']): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`m.origin = ${origin}`];
  const add = <V>(value: V | undefined, condition: (value: V) => RawBuilder<unknown>): void => {
    if (value !== undefined) conditions.push(condition(value));
  };
  add(filter.topic, (topic) => sql`m.topic = ${topic}`);
  add(filter.sourceType, (type) => sql`m.source_type = ${type}`);
  add(filter.sensitivity, (level) => sql`m.sensitivity >= ${level}`);
  add(filter.place, (code) => sql`m.places @> array[${code}]::text[]`);
  add(filter.eventId, (id) => sql`g.group_id = ${id}::uuid`);
  add(filter.eventIds, (ids) => sql`g.group_id = any(${[...ids]}::uuid[])`);
  add(
    filter.notAccusing,
    (unit) => sql`not ${accusing(sql`m.analysis`, unit)} and not ${accusing(sql`e.snapshot`, unit)}`,
  );
  add(filter.from, (from) => sql`m.published_at >= ${from}`);
  add(filter.to, (to) => sql`m.published_at < ${to}`);
  if (filter.distinct) conditions.push(sql`m.duplicate_of is null`);
  const search = filter.q === undefined ? null : searchCondition(filter.q);
  if (search) conditions.push(search);
  return conditions;
}

const toItem = (row: Row): MentionWithAnalysis => ({
  mention: { ...row.mention, title: row.title, text: row.text },
  analysis: row.analysis,
  analyzedAt: row.analyzed_at,
  event: row.event_id === null ? null : { id: row.event_id, title: row.event_title ?? '' },
});

const encodeCursor = (at: Date, id: string): string => Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

/** A cursor nobody gave out means the first page. */
function decodeCursor(cursor: string): { at: string; id: string } | null {
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  return Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/u.test(id) ? null : { at, id };
}
