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
 * @throws AppError invalid_input naming the line
 */
export function readRosterTable(text: string): WrittenShift[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ number: index + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [head, ...rows] = lines;
  if (head === undefined || rows.length === 0) throw new AppError('invalid_input', '表格须有表头和至少一行');
  const columns = columnsOf(head.cells);
  return rows.map(({ number, cells }) => {
    const cell = (column: Column): string => cells[columns[column]] ?? '';
    const from = instant(cell('from'), number, '起');
    const to = endOf(cell('to'), from, number);
    const officers = cell('officers')
      .split(/[、,，;；/\s]+/)
      .filter((name) => name !== '');
    const leader = cell('leader') === '' ? null : cell('leader');
    if (leader === null && officers.length === 0)
      throw new AppError('invalid_input', `第 ${number} 行没有带班领导和值班员`);
    return { from: toLocalIso(from), to: toLocalIso(to), leader, officers };
  });
}

const cellsOf = (line: string): string[] =>
  line.split(line.includes('\t') ? '\t' : ',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));

function columnsOf(head: string[]): Record<Column, number> {
  const entries = (Object.keys(HEADS) as Column[]).map((column) => {
    const names: readonly string[] = HEADS[column];
    const index = head.findIndex((cell) => names.includes(cell));
    if (index < 0) throw new AppError('invalid_input', `表头缺少“${names[0]}”一列，须有：起、止、带班领导、值班员`);
    return [column, index] as const;
  });
  return Object.fromEntries(entries) as Record<Column, number>;
}

function instant(text: string, line: number, column: string): Date {
  const read = readDate(text);
  if (read === null) throw new AppError('invalid_input', `第 ${line} 行“${column}”不是时间：${text || '空'}`);
  return read.at;
}

function endOf(text: string, from: Date, line: number): Date {
  const clock = /^(\d{1,2})[:：](\d{2})$/.exec(text);
  if (clock === null) return instant(text, line, '止');
  const day = toLocalIso(from).slice(0, 10);
  const at = new Date(`${day}T${clock[1]!.padStart(2, '0')}:${clock[2]}:00+08:00`);
  if (Number.isNaN(at.getTime())) throw new AppError('invalid_input', `第 ${line} 行“止”不是时间：${text}`);
  return at > from ? at : new Date(at.getTime() + 86_400_000);
}
