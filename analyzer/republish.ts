import { sql } from 'kysely';
import type { Restate } from '../platform/runtime/republish.ts';
import { toLocalIso } from '../platform/runtime/local-time.ts';
import { EVENT_CHANGED, MENTION_ANALYZED, WARNING_RAISED, type AnalyzedMention, type Warning } from './messages.ts';
import type { AnalyzerTables } from './tables.ts';

/** Mentions analysed or counted anew in a range with what was made of them; as a change of counts, see ingest/republish.ts. */
export const restateAnalyses: Restate<AnalyzerTables> = async (tx, { since, until }, after, limit) => {
  const rows = await tx
    .selectFrom('analyzer_mentions')
    .select(['mention_id', 'title', 'text', 'mention', 'analysis', 'analyzed_at', 'counted_at', 'jurisdiction'])
    .where((row) =>
      row.or([
        row.and([row('analyzed_at', '>=', since), row('analyzed_at', '<', until)]),
        row.and([row('counted_at', '>=', since), row('counted_at', '<', until)]),
      ]),
    )
    .where(sql<boolean>`mention_id > ${after}::uuid`)
    .orderBy('mention_id')
    .limit(limit)
    .forShare()
    .execute();
  return rows.map(({ mention_id: id, mention, title, text, analysis, analyzed_at, counted_at, jurisdiction }) => {
    const at = counted_at !== null && counted_at > analyzed_at ? counted_at : analyzed_at;
    const payload: AnalyzedMention = { mention: { ...mention, title, text, change: 'counts' }, analysis };
    return { id, message: { ...MENTION_ANALYZED, key: jurisdiction, payload, at } };
  });
};

/** The last picture of events that changed in a range; readers pass over a revision they know. */
export const restateEvents: Restate<AnalyzerTables> = async (tx, { since, until }, after, limit) => {
  const rows = await tx
    .selectFrom('analyzer_events')
    .select(['id', 'snapshot', 'updated_at'])
    .where('written_at', '>=', since)
    .where('written_at', '<', until)
    .where(sql<boolean>`id > ${after}::uuid`)
    .orderBy('id')
    .limit(limit)
    .forShare()
    .execute();
  return rows.map(({ id, snapshot, updated_at: at }) => ({
    id,
    message: { ...EVENT_CHANGED, key: id, payload: snapshot, at },
  }));
};

/** Warnings raised in a range, under the title their event has now. */
export const restateWarnings: Restate<AnalyzerTables> = async (tx, { since, until }, after, limit) => {
  const rows = await tx
    .selectFrom('analyzer_warnings as w')
    .innerJoin('analyzer_events as e', 'e.id', 'w.event_id')
    .selectAll('w')
    .select('e.title')
    .where('w.at', '>=', since)
    .where('w.at', '<', until)
    .where(sql<boolean>`w.id > ${after}::uuid`)
    .orderBy('w.id')
    .limit(limit)
    .forShare('w')
    .execute();
  return rows.map((row) => {
    const { id, kind, event_id: eventId, title, at, colour, mentions, topic, place, reason, rule } = row;
    const payload: Warning = {
      ...{ id, kind, eventId, title, at: toLocalIso(at), colour, mentions, topic, place, reason, rule },
      ...{ jurisdiction: row.jurisdiction, origin: row.origin },
    };
    return { id, message: { ...WARNING_RAISED, key: eventId, payload, at } };
  });
};
