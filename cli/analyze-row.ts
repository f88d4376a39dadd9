import type { AnalyzerInput } from '../analyzer/brains/post.ts';
import { planColumns } from '../ingest/formats/columns.ts';
import type { Line } from './lines.ts';

export interface AnalyzeRow {
  /** As the row gave it, always a string. */
  id: string;
  input: AnalyzerInput;
}
type Reading = { kind: 'row'; row: AnalyzeRow } | { kind: 'empty' } | { kind: 'refused'; reason: string };

type Columns = Partial<Record<Field, string>>;

/** Rows of one file name their columns alike: the names are understood once. */
export function createRowReader(): (line: Line) => Reading {
  let seen: { keys: string; columns: Columns } | null = null;
  return (line) =>
    readAnalyzeRow(line, (record) => {
      const keys = Object.keys(record).join('\n');
      seen = seen?.keys === keys ? seen : { keys, columns: pick(record) };
      return seen.columns;
    });
}

/** One JSON line with the row aliases of the product (编号, 标题, 内容 …). */
function readAnalyzeRow({ text }: Line, columnsOf: (record: Record<string, unknown>) => Columns): Reading {
  if (text === null) return { kind: 'refused', reason: '该行过长（超过 400 万字符），已跳过' };
  if (text.trim() === '') return { kind: 'empty' };
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { kind: 'refused', reason: '不是合法的 JSON 对象' };
  const record = value as Record<string, unknown>;
  const fields = columnsOf(record);
  const id = readId(fields.id, record, text);
  if (id === null) return { kind: 'refused', reason: '缺少编号（id、编号、留言编号、工单编号……）' };
  const [title, body] = [readText(fields.title, record), readText(fields.text, record)];
  if (title === '' && body === '') return { kind: 'refused', reason: '缺少标题和内容（title、text、标题、内容……）' };
  const date = readText(fields.date, record);
  const region = readText(fields.region, record);
  return {
    kind: 'row',
    row: {
      id,
      input: {
        title,
        text: body,
        ...(date === '' ? {} : { publishedAt: date }),
        region: region === '' ? null : region,
      },
    },
  };
}

type Field = 'id' | 'title' | 'text' | 'date' | 'region';

function pick(record: Record<string, unknown>): Columns {
  const found: Partial<Record<string, string>> = {};
  for (const [column, field] of planColumns(Object.keys(record)).fields) found[field] ??= column;
  return found as Columns;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // told to the user as one sentence with the line number
  }
}

/** A number longer than 15 digits loses its tail in JSON.parse; the digits are taken from the line itself. */
function readId(column: string | undefined, record: Record<string, unknown>, line: string): string | null {
  const value = column === undefined ? undefined : record[column];
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value !== 'number') return null;
  if (Number.isSafeInteger(value)) return String(value);
  const key = JSON.stringify(column);
  const after = line.indexOf(key) + key.length;
  const digits = /^\s*:\s*(-?[0-9.eE+-]+)/u.exec(line.slice(after, after + 80));
  return digits?.[1] ?? String(value);
}

function readText(column: string | undefined, record: Record<string, unknown>): string {
  const value = column === undefined ? undefined : record[column];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
