import type { ColumnType } from 'kysely';
import type { Mention } from '../ingest/messages.ts';
import type { Analysis } from './messages.ts';

/** jsonb: written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;

export interface AnalyzedMentionRow {
  mention_id: string;
  revision: number;
  title: string;
  text: string;
  folded: string | null;
  published_at: Date;
  collected_at: Date;
  analyzed_at: Date;
  /** When only its counts changed last. */
  counted_at: Date | null;
  source: string;
  source_type: Mention['sourceType'];
  duplicate_of: string | null;
  fingerprint: string;
  history: boolean;
  jurisdiction: string;
  owner_unit: string | null;
  origin: Mention['origin'];
  mention: Json<Omit<Mention, 'title' | 'text'>>;
  analysis: Json<Analysis>;
  topic: string;
  sensitivity: number;
  places: string[];
  /** tsvector; never read as a value. */
  tokens: ColumnType<never, never, never>;
}

export interface MentionTables {
  analyzer_mentions: AnalyzedMentionRow;
}
