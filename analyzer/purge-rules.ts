import type { PurgeRule } from '../platform/runtime/retention.ts';

/** The post itself is gone: ingest decides by what stands in these tables, so these rows go last and never alone. */
const POST_IS_GONE = (table: string): string =>
  `not exists (select from ingest_mentions m where m.id = ${table}.mention_id)`;

/**
 * Analyses of posts that matched nothing (level 0, in no event) after 60 days, together with their place in a loose group. What belongs to
 * an event stays as long as the event; what is of level 1 and above stays for the statistics of its class.
 */
export const ANALYZER_PURGE_RULES: readonly PurgeRule[] = [
  {
    ...{ table: 'analyzer_event_mentions', class: 'mention', ageColumn: 'collected_at', days: 60 },
    onlyIf: `sensitivity = 0 and ${POST_IS_GONE('analyzer_event_mentions')}
      and not exists (select from analyzer_events e where e.id = analyzer_event_mentions.group_id)`,
  },
  {
    ...{ table: 'analyzer_mentions', class: 'mention', ageColumn: 'collected_at', days: 60 },
    onlyIf: `sensitivity = 0 and ${POST_IS_GONE('analyzer_mentions')}
      and not exists (select from analyzer_event_mentions g where g.mention_id = analyzer_mentions.mention_id)`,
  },
  // Training reads what was accepted; three years on the classes and the rulebooks are others.
  { table: 'analyzer_feedback', class: 'log', ageColumn: 'given_at', days: 1_096 },
];
