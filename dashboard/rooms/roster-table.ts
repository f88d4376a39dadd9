import { readDate } from '../../ingest/index.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';

/** One shift as a person wrote it: names, not accounts. Instants ISO 8601 +08:00. */
export interface WrittenShift {
  from: string;
  to: string;
  leader: string | null;
  officers: string[];
}
/** One line of the table; `line` counts from 1 with the head line, as the spreadsheet shows it. */
export interface RosterRow {
  line: number;
  shift: WrittenShift | null;
  /** Why it cannot be read; null = it can. */
  problem: string | null;
}

const HEADS = {
  from: ['起', '开始', '开始时间', '上班', '起始时间'],
  to: ['止', '结束', '结束时间', '下班', '终止时间'],
  leader: ['带班领导', '带班', '领导'],
  officers: ['值班员', '值班人员', '值班'],
} as const;
type Column = keyof typeof HEADS;

/**
 * A roster as copied from a spreadsheet (tabs) or a CSV file (commas), with its head line. An end without a date is of the same day, or of the
 * next one where it is not later than the beginning. Pure.
 * @throws AppError invalid_input when there is no head line to read the others by
 */
export function readRosterRows(text: string): RosterRow[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ line: index + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [head, ...rows] = lines;
  if (head === undefined || rows.length === 0) throw new AppError('invalid_input', '表格须有表头和至少一行');
  const columns = columnsOf(head.cells);
  return rows.map(({ line, cells }) => {
    const read = shiftOf((column) => cells[columns[column]] ?? '');
    return typeof read === 'string' ? { line, shift: null, problem: read } : { line, shift: read, problem: null };
  });
}

function shiftOf(cell: (column: Column) => string): WrittenShift | string {
  const officers = cell('officers')
    .split(/[、,，;；/\s]+/)
    .filter((name) => name !== '');
  const leader = cell('leader') === '' ? null : cell('leader');
  if (leader === null && officers.length === 0) return '没有带班领导和值班员';
  const from = readDate(cell('from'))?.at;
  if (from === undefined) return `“起”不是时间：${cell('from') || '空'}`;
  const to = endOf(cell('to'), from);
  if (to === null) return `“止”不是时间：${cell('to') || '空'}`;
  if (to <= from) return '“止”须晚于“起”';
  return { from: toLocalIso(from), to: toLocalIso(to), leader, officers };
}

/** A quoted cell may hold the comma that parts the others. */
const CSV_CELL = /(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g;
function cellsOf(line: string): string[] {
  const cells = line.includes('\t')
    ? line.split('\t').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
    : [...line.matchAll(CSV_CELL)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
  return cells.map((cell) => cell.trim());
}

function columnsOf(head: string[]): Record<Column, number> {
  const entries = (Object.keys(HEADS) as Column[]).map((column) => {
    const names: readonly string[] = HEADS[column];
    const index = head.findIndex((cell) => names.includes(cell));
    if (index < 0) throw new AppError('invalid_input', `表头缺少“${names[0]}”一列，须有：起、止、带班领导、值班员`);
    return [column, index] as const;
  });
  return Object.fromEntries(entries) as Record<Column, number>;
}

/** A bare clock time; a spreadsheet hands one over as the last day of 1899. */
const CLOCK = /^(?:(?:1899-12-3[01]|1900-01-0[01])\s+)?(\d{1,2})[:：](\d{2})(?::00)?$/;

function endOf(text: string, from: Date): Date | null {
  const clock = CLOCK.exec(text);
  if (clock === null) return readDate(text)?.at ?? null;
  const day = toLocalIso(from).slice(0, 10);
  const at = new Date(`${day}T${clock[1]!.padStart(2, '0')}:${clock[2]}:00+08:00`);
  if (Number.isNaN(at.getTime())) return null;
  return at > from ? at : new Date(at.getTime() + 86_400_000);
}
