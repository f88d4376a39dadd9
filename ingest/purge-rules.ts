import type { PurgeRule } from '../platform/runtime/retention.ts';

/**
 * A post that matched nothing: analysed at level 0, in no event, told by nobody, no order, and not the original of a copy we keep.
 * Only the analyzer knows whether a post matters, so this reads its tables; a post it has not analysed yet stays. Identity, fingerprint and
 * counters go with the post (migration 0102). Collected again later, it comes as a new one.
 */
const MATCHED_NOTHING = `registration is null and order_number is null
  and not exists (select from ingest_mentions copy where copy.duplicate_of = ingest_mentions.id)
  and exists (select from analyzer_mentions a where a.mention_id = ingest_mentions.id and a.sensitivity = 0)
  and not exists (select from analyzer_event_mentions g join analyzer_events e on e.id = g.group_id
    where g.mention_id = ingest_mentions.id)`;

/** What of the intake is past keeping. They stand before the analyzer's: its rows follow the posts. */
export const INGEST_PURGE_RULES: readonly PurgeRule[] = [
  { table: 'ingest_mentions', class: 'mention', ageColumn: 'collected_at', days: 60, onlyIf: MATCHED_NOTHING },
  { table: 'ingest_refused', class: 'log', ageColumn: 'at', days: 180 },
  { table: 'ingest_imports', class: 'log', ageColumn: 'updated_at', days: 365, onlyIf: `state = 'finished'` },
  // A signature is good for minutes; the day is a margin for clocks.
  { table: 'ingest_nonces', class: 'transient', ageColumn: 'at', days: 1 },
];
