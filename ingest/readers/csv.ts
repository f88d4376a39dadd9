import { linesOf } from './lines.ts';
import type { RowItem } from './row-item.ts';
import { columnNames, headerLooksRight } from './header-row.ts';

type Cells = { row: number; raw: string; cells: string[] } | { row: number; raw: string; error: string };

/**
 * Rows of a CSV (comma, tab or semicolon) with quoted fields over several lines. A broken row is reported with its line number and
 * reading goes on at the next line: an open quote costs its own line only, not the rest of the file.
 * Lines above the header (a title line of an office) are passed over. Row numbers are line numbers.
 */
export async function* readCsv(chunks: AsyncIterable<string>): AsyncGenerator<RowItem> {
  let header: string[] | null = null;
  let above: Cells[] = [];
  for await (const record of recordsOf(chunks)) {
    if (header) {
      yield toRow(record, header);
      continue;
    }
    above.push(record);
    if ('cells' in record && headerLooksRight(record.cells)) [header, above] = [columnNames(record.cells), []];
    else if (above.length === 10) break;
  }
  if (header === null && above.length > 0) yield* withoutHeader(above);
}

/** No line looks like a header: the first is taken as one so that the person reads what was found there. */
function* withoutHeader(records: Cells[]): Generator<RowItem> {
  const [first, ...rest] = records;
  const header = 'cells' in first! ? first.cells : [first!.raw.slice(0, 40)];
  for (const record of rest.length > 0 ? rest : [first!]) yield toRow(record, header);
}

function toRow(record: Cells, header: string[]): RowItem {
  const { row, raw } = record;
  if ('error' in record)
    return {
      kind: 'broken',
      row,
      reason: record.error === TOO_LONG ? 'too_long' : 'broken_row',
      detail: record.error,
      raw,
    };
  const { cells } = record;
  const extra = cells.slice(header.length).some((cell) => cell.trim() !== '');
  if (cells.length < header.length || extra) {
    return {
      kind: 'broken',
      row,
      reason: 'broken_row',
      detail: `应有 ${header.length} 列，实有 ${cells.length} 列`,
      raw,
    };
  }
  return { kind: 'row', row, value: Object.fromEntries(header.map((name, index) => [name, cells[index]])) };
}

const TOO_LONG = '单行超过 4 MB';
/** A quoted field over more lines than this is an open quote, not a long letter. */
const MAX_LINES = 500;
const MAX_OPEN = 1024 * 1024;

async function* recordsOf(chunks: AsyncIterable<string>): AsyncGenerator<Cells> {
  let delimiter = '';
  let open: { row: number; text: string }[] = [];
  for await (const line of linesOf(chunks)) {
    if (line.tooLong) {
      yield* reopen(open, delimiter);
      open = [];
      yield { row: line.number, raw: line.text, error: TOO_LONG };
      continue;
    }
    const text = line.number === 1 ? line.text.replace(/^\ufeff/, '') : line.text;
    if (delimiter === '' && text.trim() !== '') delimiter = delimiterOf(text);
    if (open.length === 0 && text.trim() === '') continue;
    open.push({ row: line.number, text });
    const parsed = parseRecord(open.map((each) => each.text).join('\n'), delimiter);
    if (parsed.kind === 'open' && open.length < MAX_LINES && total(open) < MAX_OPEN) continue;
    if (parsed.kind === 'cells') yield { row: open[0]!.row, raw: text, cells: parsed.cells };
    else yield* reopen(open, delimiter);
    open = [];
  }
  yield* reopen(open, delimiter);
}

const total = (lines: { text: string }[]): number => lines.reduce((sum, line) => sum + line.text.length, 0);

/** The first of these lines is broken; each of the others is read on its own. */
function* reopen(lines: { row: number; text: string }[], delimiter: string): Generator<Cells> {
  for (const { row, text } of lines) {
    const parsed = parseRecord(text, delimiter);
    if (parsed.kind === 'cells') yield { row, raw: text, cells: parsed.cells };
    else yield { row, raw: text, error: parsed.kind === 'open' ? '引号没有闭合' : '引号位置有误' };
  }
}

type Parsed = { kind: 'cells'; cells: string[] } | { kind: 'open' } | { kind: 'wrong' };

/** Cells of one record; `open` when a quoted field does not end, `wrong` when text follows a closing quote. */
export function parseRecord(text: string, delimiter: string): Parsed {
  if (!text.includes('"')) return { kind: 'cells', cells: text.split(delimiter) };
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at);
      cells.push(end === -1 ? text.slice(at) : text.slice(at, end));
      if (end === -1) return { kind: 'cells', cells };
      at = end + 1;
      continue;
    }
    const end = closingQuote(text, at + 1);
    if (end === -1) return { kind: 'open' };
    cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
    if (end + 1 === text.length) return { kind: 'cells', cells };
    if (text[end + 1] !== delimiter) return { kind: 'wrong' };
    at = end + 2;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}

/** What separates the names of the header line. */
function delimiterOf(header: string): string {
  const count = (mark: string): number => header.split(mark).length;
  return [',', '\t', ';'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
