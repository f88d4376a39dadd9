import { sql, type Kysely } from 'kysely';
import type { Mention } from '../../ingest/messages.ts';
import type { MentionTables } from '../mention-tables.ts';

export interface MentionCounts {
  /** An hour; `at` is its beginning, hours without a post are left out. By collection. */
  series: { at: Date; mentions: number }[];
  byTopic: { topic: string; mentions: number }[];
}

/** What was collected since an instant, for the first screen. History is left out. */
export async function mentionCounts<T extends MentionTables>(
  db: Kysely<T>,
  origins: readonly Mention['origin'][],
  since: Date,
): Promise<MentionCounts> {
  // Shanghai is a whole number of hours from UTC, so the hours are the same.
  const { rows } = await sql<{ at: Date; topic: string; mentions: number }>`
    select date_bin('1 hour', collected_at, timestamptz '2000-01-01 00:00:00+00') as at, topic, count(*) as mentions
    from analyzer_mentions
    where origin = any(${[...origins]}::text[]) and collected_at >= ${since} and not history
    group by 1, 2 order by 1`.execute(db);
  const hours = new Map<number, number>();
  const topics = new Map<string, number>();
  for (const { at, topic, mentions } of rows) {
    hours.set(at.getTime(), (hours.get(at.getTime()) ?? 0) + Number(mentions));
    topics.set(topic, (topics.get(topic) ?? 0) + Number(mentions));
  }
  return {
    series: [...hours].map(([at, mentions]) => ({ at: new Date(at), mentions })),
    byTopic: [...topics].map(([topic, mentions]) => ({ topic, mentions })).sort((a, b) => b.mentions - a.mentions),
  };
}
