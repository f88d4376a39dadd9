import { sql, type Transaction } from 'kysely';
import { jsonbText } from '../../platform/runtime/json.ts';
import type { IngestTables, RefusedRow } from '../tables.ts';
import { countsPoint, type StoredMention } from './rows.ts';

type Tx = Transaction<IngestTables>;

/** All rows in one parameter: one statement, however many. */
export async function insertMentions(tx: Tx, rows: StoredMention[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into ingest_mentions
    select * from jsonb_populate_recordset(null::ingest_mentions, ${jsonbText(rows)}::jsonb)`.execute(tx);
}

export async function updateMentions(tx: Tx, rows: StoredMention[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`update ingest_mentions m set
      (source_type, url, title, text, published_at, published_precision, updated_at, parent_id, counts, region, rank, intake_kind,
       order_number, order_owner, order_due_at, registration, voice, fingerprint, duplicate_of, revision, content_hash, last_import)
      = (r.source_type, r.url, r.title, r.text, r.published_at, r.published_precision, r.updated_at, r.parent_id, r.counts, r.region, r.rank,
         r.intake_kind, r.order_number, r.order_owner, r.order_due_at, r.registration, r.voice, r.fingerprint, r.duplicate_of, r.revision,
         r.content_hash, r.last_import)
    from jsonb_populate_recordset(null::ingest_mentions, ${jsonbText(rows)}::jsonb) r where m.id = r.id`.execute(tx);
}

export async function insertCounts(tx: Tx, rows: StoredMention[], at: Date): Promise<void> {
  const points = rows.map((row) => countsPoint(row, at)).filter((point) => point !== null);
  if (points.length === 0) return;
  await sql`insert into ingest_counts
    select * from jsonb_populate_recordset(null::ingest_counts, ${jsonbText(points)}::jsonb)
    on conflict (mention_id, at) do update set like_count = excluded.like_count, comment_count = excluded.comment_count,
      share_count = excluded.share_count, view_count = excluded.view_count, repeat_count = excluded.repeat_count, rank = excluded.rank`.execute(
    tx,
  );
}

export async function insertRefused(tx: Tx, rows: RefusedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into ingest_refused
    select * from jsonb_populate_recordset(null::ingest_refused, ${jsonbText(rows)}::jsonb) on conflict do nothing`.execute(
    tx,
  );
}
