import type { AnalyzerInput } from '../analyzer/brains/post.ts';
import { planColumns } from '../ingest/formats/columns.ts';
import { parseJson } from '../ingest/readers/json-text.ts';

export interface AnalyzeRow {
  /** As the row gave it, always a string. */
  id: string;
  input: AnalyzerInput;
}
export type Reading = { kind: 'row'; row: AnalyzeRow } | { kind: 'refused'; reason: string };

type Field = 'id' | 'title' | 'text' | 'date' | 'region';
type Columns = Partial<Record<Field, string>>;

/** Rows of one file name their columns alike: the names are understood once. */
export function createRowReader(): (record: Record<string, unknown>) => Reading {
  let seen: { keys: string; columns: Columns } | null = null;
  return (record) => {
    const keys = Object.keys(record).join('\n');
    seen = seen?.keys === keys ? seen : { keys, columns: columnsOf(Object.keys(record)) };
    return readRow(record, seen.columns);
  };
}

export const NO_ID = '缺少编号（id、编号、留言编号、工单编号……）';
export const NO_TEXT = '缺少标题和内容（title、text、body、标题、内容……）';

/** A row with the column names of the product (编号, 标题, 内容 …). One whose text is blank is analysed: a person is asked to look at it. */
function readRow(record: Record<string, unknown>, columns: Columns): Reading {
  const id = read(columns.id, record).trim();
  if (id === '') return { kind: 'refused', reason: NO_ID };
  if (columns.title === undefined && columns.text === undefined) return { kind: 'refused', reason: NO_TEXT };
  const odd = [columns.title, columns.text].find((column) => isNoText(column, record));
  if (odd !== undefined) return { kind: 'refused', reason: `“${odd}”不是文字` };
  const [title, text] = [read(columns.title, record), read(columns.text, record)];
  const [date, region] = [read(columns.date, record), read(columns.region, record)];
  const input = { title, text, ...(date === '' ? {} : { publishedAt: date }), region: region === '' ? null : region };
  return { kind: 'row', row: { id, input } };
}

/** Which column fills which field. */
export function columnsOf(names: string[]): Columns {
  const found: Partial<Record<string, string>> = {};
  for (const [column, field] of planColumns(names).fields) found[field] ??= column;
  return found as Columns;
}

function read(column: string | undefined, record: Record<string, unknown>): string {
  const value = column === undefined ? undefined : record[column];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A list or an object where words belong: analysing nothing instead would look like an answer. */
const isNoText = (column: string | undefined, record: Record<string, unknown>): boolean =>
  column !== undefined && typeof record[column] === 'object' && record[column] !== null;

/** The object a line of JSON holds, digits of long ids kept; null when it holds none. */
export function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // told to the user as one sentence with the line number
  }
}
