import { sql } from 'kysely';
import type { Restate } from '../platform/runtime/republish.ts';
import { MENTION_COLLECTED } from './messages.ts';
import { toMention } from './store/rows.ts';
import type { IngestTables } from './tables.ts';

/**
 * Mentions that came or changed in a range, as they stand now. As a change of counts: who knows this revision takes the counts,
 * who does not takes it as new.
 */
export const restateMentions: Restate<IngestTables> = async (tx, { since, until }, after, limit) => {
  const rows = await tx
    .selectFrom('ingest_mentions')
    .selectAll()
    .where('updated_at', '>=', since)
    .where('updated_at', '<', until)
    .where(sql<boolean>`id > ${after}::uuid`)
    .orderBy('id')
    .limit(limit)
    .forShare()
    .execute();
  return rows.map((row) => ({
    id: row.id,
    message: { ...MENTION_COLLECTED, key: row.id, payload: toMention(row, 'counts'), at: row.updated_at },
  }));
};
