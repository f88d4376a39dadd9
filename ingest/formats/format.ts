import type { RawRecord, SourceType } from '../raw-record.ts';

export type Row = Record<string, unknown>;

/** One recognised shape of rows. */
export interface RowFormat {
  /** Shown to the person, e.g. "MediaCrawler 微博帖文". */
  name: string;
  source: string;
  /** A table nobody knows: an import names the source after its file instead. */
  namedByFile?: boolean;
  sourceType: SourceType;
  /** Columns that are read, with what becomes of one that has no field of its own; told once. */
  kept?: string[];
  /** Columns nobody asked for, told once. */
  ignored: string[];
  /** Columns about persons that were dropped, told once. */
  personal: string[];
  /** False: no column says when; told once. */
  hasDate?: boolean;
  /** One row may carry two posts (a repost and its original). */
  records(row: Row): RawRecord[];
}

export type Recognised =
  { kind: 'format'; format: RowFormat } | { kind: 'skip'; message: string } | { kind: 'refused'; message: string };

/** Text of a cell; "-" and "null" of exports mean nothing. Objects and arrays are no text. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' || trimmed === '-' || trimmed === '--' || trimmed === 'null' ? null : value;
}

/** First of several columns that says something. */
export function firstOf(row: Row, ...columns: string[]): string | null {
  for (const column of columns) {
    const text = textOf(row[column]);
    if (text !== null) return text;
  }
  return null;
}
