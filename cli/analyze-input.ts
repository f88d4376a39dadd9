import type { Readable } from 'node:stream';
import { readCsv } from '../ingest/readers/csv.ts';
import { readJsonArray } from '../ingest/readers/json-array.ts';
import type { RowItem } from '../ingest/readers/row-item.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { columnsOf, createRowReader, NO_ID, NO_TEXT, objectOf, type Reading } from './analyze-row.ts';
import { readLines, type Line } from './lines.ts';

/** One row of the input, or why there is none. */
export type InputItem = Reading & {
  /** `第 3 行`; of a JSON array the element: `第 3 条`. */
  where: string;
};

/** What the bytes were written in, for the person at the keyboard; filled while reading. */
export interface Encodings {
  /** By encoding, the first line it was met in. UTF-8 is not told. */
  first: Map<string, number>;
  /** Lines whose bytes are neither UTF-8 nor GB18030. */
  broken: number[];
}

/** Lines looked at to tell what the input is. */
const LOOK = 10;

/** Rows of a JSONL, CSV or JSON document, streamed. Never throws for what stands in it: that is a refused row. */
export async function* readInput(stream: Readable, encodings: Encodings): AsyncGenerator<InputItem> {
  const lines = noting(readLines(stream), encodings);
  const head: Line[] = [];
  let written = 0;
  while (written < LOOK) {
    const { value, done } = await lines.next();
    if (done === true) break;
    head.push(value);
    if (value.text?.trim() !== '') written += 1;
  }
  const all = join(head, lines);
  const [first, ...others] = head.map((line) => line.text?.trim() ?? '').filter((text) => text !== '');
  if (first === undefined) return;
  const kind = kindOf(first, others);
  if (kind === 'lines') yield* readObjects(all);
  else if (kind === 'list') yield* readItems(readJsonArray(textOf(all)), '条');
  else if (kind === 'table') yield* readItems(readCsv(textOf(all)), '行');
  else {
    encodings.broken.length = 0; // no text at all
    yield refused('输入', '这是 XLSX 工作簿，请另存为“CSV UTF-8（逗号分隔）”后再分析');
  }
}

/** By its first written lines. One wrong line above objects does not make a table of them. */
function kindOf(first: string, others: string[]): 'lines' | 'list' | 'table' | 'workbook' {
  if (first.startsWith('PK\u0003\u0004')) return 'workbook';
  if (/^(?:\[\s*(?:\{|$)|\{$)/u.test(first)) return 'list';
  return [first, ...others].some((text) => /^[[{]/u.test(text)) ? 'lines' : 'table';
}

const refused = (where: string, reason: string): InputItem => ({ kind: 'refused', where, reason });

async function* noting(lines: AsyncGenerator<Line>, { first, broken }: Encodings): AsyncGenerator<Line> {
  for await (const line of lines) {
    const { charset, number } = line;
    if (charset === null) broken.push(number);
    else if (charset !== 'utf-8' && !first.has(charset)) first.set(charset, number);
    yield line;
  }
}

async function* join(head: Line[], rest: AsyncGenerator<Line>): AsyncGenerator<Line> {
  yield* head;
  yield* rest;
}

async function* readObjects(lines: AsyncIterable<Line>): AsyncGenerator<InputItem> {
  const readRow = createRowReader();
  for await (const { number, text } of lines) {
    const where = `第 ${number} 行`;
    const record = text === null ? null : text.trim() === '' ? undefined : objectOf(text);
    if (text === null) yield refused(where, '该行过长（超过 400 万字符），已跳过');
    else if (record === null) yield refused(where, '不是合法的 JSON 对象');
    else if (record !== undefined) yield { ...readRow(record), where };
  }
}

/** A table's header has to name what is needed, else not one row could be read. */
async function* readItems(items: AsyncIterable<RowItem>, unit: '行' | '条'): AsyncGenerator<InputItem> {
  const readRow = createRowReader();
  let begun = false;
  try {
    for await (const item of items) {
      const where = `第 ${item.row} ${unit}`;
      const lacks = item.kind === 'row' && !begun && unit === '行' ? lackOf(Object.keys(item.value)) : null;
      if (lacks !== null) {
        yield refused('表头', `${lacks}；输入应为每行一个 JSON 对象，或带表头的 CSV`);
        return;
      }
      begun ||= item.kind === 'row';
      yield item.kind === 'row' ? { ...readRow(item.value), where } : refused(where, item.detail);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    yield refused('输入', error.message);
  }
}

function lackOf(names: string[]): string | null {
  const columns = columnsOf(names);
  if (columns.id === undefined) return NO_ID;
  return columns.title === undefined && columns.text === undefined ? NO_TEXT : null;
}

/** Too long a line is left out of a table's text; its number stays counted. */
async function* textOf(lines: AsyncIterable<Line>): AsyncGenerator<string> {
  for await (const { text } of lines) yield `${text ?? ''}\n`;
}
