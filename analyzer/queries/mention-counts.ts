import { sql, type Kysely } from 'kysely';
import type { Mention } from '../../ingest/messages.ts';
import { accusing } from '../events/queries/accusing.ts';
import type { MentionTables } from '../mention-tables.ts';

export interface MentionCounts {
  /** An hour; `at` is its beginning, hours without a post are left out. By collection. */
  series: { at: Date; mentions: number }[];
  byTopic: { topic: string; mentions: number }[];
}

/** What a reader's numbers are of: the same as his lists show. */
export interface CountFilter {
  origins: readonly Mention['origin'][];
  /** Id of a unit: what accuses it is left out, as in the lists. */
  notAccusing?: string | undefined;
}

/** What was collected since an instant, for the first screen. History is left out. */
export async function mentionCounts<T extends MentionTables>(
  db: Kysely<T>,
  { origins, notAccusing }: CountFilter,
  since: Date,
): Promise<MentionCounts> {
  const told = notAccusing ? toldTo(notAccusing) : sql`true`;
  // Shanghai is a whole number of hours from UTC, so the hours are the same.
  const { rows } = await sql<{ at: Date; topic: string; mentions: number }>`
    select date_bin('1 hour', collected_at, timestamptz '2000-01-01 00:00:00+00') as at, topic, count(*) as mentions
    from analyzer_mentions m
    where origin = any(${[...origins]}::text[]) and collected_at >= ${since} and not history and ${told}
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

/** Neither the post nor the event it is in accuses this unit. */
const toldTo = (unit: string) => sql`not ${accusing(sql`m.analysis`, unit)} and not exists (
  select from analyzer_event_mentions g join analyzer_events e on e.id = g.group_id
  where g.mention_id = m.mention_id and ${accusing(sql`e.snapshot`, unit)})`;
