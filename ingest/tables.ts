import type { ColumnType, Generated } from 'kysely';
import type { Mention } from './messages.ts';
import type { Counts } from './steps/counts.ts';

/** jsonb: written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;

export interface MentionRow {
  id: string;
  source: string;
  source_type: Mention['sourceType'];
  external_id: string;
  url: string | null;
  title: string;
  text: string;
  published_at: Date;
  published_precision: Mention['publishedPrecision'];
  collected_at: Date;
  updated_at: Date;
  parent_id: string | null;
  counts: Json<Counts>;
  region: string | null;
  rank: number | null;
  intake_kind: Mention['intakeKind'];
  order_number: string | null;
  order_owner: string | null;
  order_due_at: Date | null;
  registration: Json<Mention['registration']> | null;
  voice: string | null;
  fingerprint: string;
  duplicate_of: string | null;
  revision: number;
  history: boolean;
  content_hash: string;
  last_import: string | null;
  jurisdiction: string;
  owner_unit: string | null;
  origin: Mention['origin'];
}

export interface CountsRow {
  mention_id: string;
  at: Date;
  like_count: number | null;
  comment_count: number | null;
  share_count: number | null;
  view_count: number | null;
  repeat_count: number | null;
  rank: number | null;
}

export interface RefusedRow {
  id: string;
  source: string;
  at: Date;
  reason: string;
  detail: string;
  row_number: number | null;
  import_id: string | null;
  ref: string;
  jurisdiction: string;
  origin: Mention['origin'];
}

export interface ImportRow {
  id: string;
  file_name: string;
  content_hash: string;
  source: string;
  format: string;
  state: 'running' | 'finished';
  position: Generated<number>;
  refused_bytes: Generated<number>;
  new_count: Generated<number>;
  updated_count: Generated<number>;
  unchanged_count: Generated<number>;
  refused_count: Generated<number>;
  conflict_count: Generated<number>;
  undated_count: Generated<number>;
  /** Comma-separated, in the order of the file. */
  used_sources: Generated<string>;
  started_at: Date;
  updated_at: Date;
  finished_at: Date | null;
  jurisdiction: string;
  origin: Mention['origin'];
}

export interface CursorRow {
  source: string;
  etag: string | null;
  last_modified: string | null;
  state: ColumnType<Record<string, unknown>, string | undefined, string>;
  last_polled_at: Date | null;
  last_success_at: Date | null;
  last_new_at: Date | null;
  next_poll_at: Date | null;
  error_count: Generated<number>;
  last_error: string | null;
}

export interface AttachmentRow {
  id: string;
  media_type: 'image/png' | 'image/jpeg' | 'image/webp' | 'application/pdf';
  bytes: Buffer;
  size: number;
  sha256: string;
  added_by: string;
  added_at: Date;
  jurisdiction: string;
  owner_unit: string | null;
  origin: Mention['origin'];
}

export interface IngestTables {
  ingest_identities: { origin: Mention['origin']; source: string; external_id: string; mention_id: string };
  ingest_fingerprints: { origin: Mention['origin']; fingerprint: string; mention_id: string };
  ingest_mentions: MentionRow;
  ingest_counts: CountsRow;
  ingest_refused: RefusedRow;
  ingest_imports: ImportRow;
  ingest_cursors: CursorRow;
  ingest_nonces: { source: string; nonce: string; at: Date };
  ingest_attachments: AttachmentRow;
}
