import { sql, type Kysely } from 'kysely';
import type { Mention } from '../../../ingest/messages.ts';
import type { AnalyzerTables } from '../../tables.ts';
import type { JoinReason } from '../relation.ts';

/** A post of an event, with why it was put there. Its text is the mention's own. */
export interface EventMention {
  mentionId: string;
  publishedAt: Date;
  source: string;
  sourceType: Mention['sourceType'];
  duplicateOf: string | null;
  sensitivity: number;
  history: boolean;
  /** Null for the first post. */
  why: JoinReason | null;
}

/** Posts of an event by publication, oldest first; `after` is the last one shown. */
export async function eventMentions(
  db: Kysely<AnalyzerTables>,
  eventId: string,
  page: { after?: { publishedAt: Date; mentionId: string } | null; limit: number },
): Promise<EventMention[]> {
  let query = db
    .selectFrom('analyzer_event_mentions')
    .select(['mention_id', 'published_at', 'source', 'source_type', 'duplicate_of', 'sensitivity', 'history', 'why'])
    .where('group_id', '=', eventId);
  const { after } = page;
  if (after)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('published_at', 'mention_id'), '>', tuple(after.publishedAt, after.mentionId)),
    );
  const rows = await query.orderBy('published_at').orderBy('mention_id').limit(page.limit).execute();
  return rows.map((row) => ({
    ...{ mentionId: row.mention_id, publishedAt: row.published_at, source: row.source, sourceType: row.source_type },
    ...{ duplicateOf: row.duplicate_of, sensitivity: row.sensitivity, history: row.history, why: row.why },
  }));
}

/** The event of each mention that is in one. */
export async function eventsOfMentions(
  db: Kysely<AnalyzerTables>,
  mentionIds: string[],
): Promise<Map<string, { id: string; title: string }>> {
  if (mentionIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('analyzer_event_mentions as m')
    .innerJoin('analyzer_events as e', 'e.id', 'm.group_id')
    .select(['m.mention_id', 'e.id', 'e.title'])
    .where('m.mention_id', 'in', mentionIds)
    .execute();
  return new Map(rows.map((row) => [row.mention_id, { id: row.id, title: row.title }]));
}

/** Posts, distinct voices and engagement an hour; hours without a post are left out. `at` is the beginning of the hour. */
export async function eventSeries(
  db: Kysely<AnalyzerTables>,
  eventId: string,
): Promise<{ at: Date; mentions: number; voices: number; engagement: number }[]> {
  // Shanghai is a whole number of hours from UTC, so the hours are the same.
  const hour = sql<Date>`date_bin('1 hour', published_at, timestamptz '2000-01-01 00:00:00+00')`;
  const rows = await db
    .selectFrom('analyzer_event_mentions')
    .select([
      hour.as('at'),
      (eb) => eb.fn.countAll<number>().as('mentions'),
      sql<number>`count(distinct coalesce(voice, 'source:' || source))`.as('voices'),
      sql<number>`coalesce(sum((record->>'interactions')::double precision), 0)`.as('engagement'),
    ])
    .where('group_id', '=', eventId)
    .groupBy(hour)
    .orderBy('at')
    .execute();
  return rows.map((row) => ({ ...row, mentions: Number(row.mentions), voices: Number(row.voices) }));
}

export async function eventSources(
  db: Kysely<AnalyzerTables>,
  eventId: string,
): Promise<{ sourceType: Mention['sourceType']; mentions: number }[]> {
  const rows = await db
    .selectFrom('analyzer_event_mentions')
    .select(['source_type', (eb) => eb.fn.countAll<number>().as('mentions')])
    .where('group_id', '=', eventId)
    .groupBy('source_type')
    .orderBy('mentions', 'desc')
    .orderBy('source_type')
    .execute();
  return rows.map((row) => ({ sourceType: row.source_type, mentions: Number(row.mentions) }));
}
