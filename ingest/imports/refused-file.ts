import { open, rm } from 'node:fs/promises';
import type { FileKind } from './inspect-file.ts';

export interface RefusedLine {
  row: number;
  reason: string;
  detail: string;
  /** The row as it came, or its text when it could not be taken apart. */
  value: Record<string, unknown> | null;
  raw: string;
}

export interface RefusedFile {
  path: string;
  /** Write lines at byte `offset`, dropping whatever a killed run left behind it. @returns the new length */
  writeAt(offset: number, lines: RefusedLine[]): Promise<number>;
}

/**
 * The rows that were not taken, beside the user's own file, with reasons and original row numbers: tables as CSV, JSON as JSONL.
 * They are the user's raw rows (not masked), so only the user may read the file.
 */
export function refusedFile(input: string, kind: FileKind, columns: () => string[]): RefusedFile {
  const table = kind === 'csv' || kind === 'xlsx';
  const path = `${input}.refused.${table ? 'csv' : 'jsonl'}`;
  return {
    path,
    async writeAt(offset, lines) {
      if (offset === 0 && lines.length === 0) {
        await rm(path, { force: true });
        return 0;
      }
      const text = table
        ? csvText(lines, columns(), offset === 0)
        : lines.map((line) => `${jsonLine(line)}\n`).join('');
      const file = await open(path, offset === 0 ? 'w' : 'r+', 0o600);
      try {
        const bytes = Buffer.from(text);
        await file.truncate(offset);
        await file.write(bytes, 0, bytes.length, offset);
        await file.sync();
        return offset + bytes.length;
      } finally {
        await file.close();
      }
    },
  };
}

const jsonLine = ({ row, reason, detail, value, raw }: RefusedLine): string =>
  JSON.stringify({ row, reason, detail, ...(value ? { record: value } : { raw: raw.slice(0, 2000) }) });

/** Begins with a byte order mark so that Excel reads the Chinese. */
function csvText(lines: RefusedLine[], columns: string[], withHeader: boolean): string {
  const header = withHeader ? `\ufeff${['行号', '原因', '说明', ...columns, '原始行'].map(cell).join(',')}\r\n` : '';
  return header + lines.map((line) => `${csvLine(line, columns)}\r\n`).join('');
}

function csvLine({ row, reason, detail, value, raw }: RefusedLine, columns: string[]): string {
  const own = columns.map((column) => text(value?.[column]));
  return [String(row), reason, detail, ...own, value ? '' : raw.slice(0, 2000)].map(cell).join(',');
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

/** Quoted when needed; never a formula for the spreadsheet that opens it. */
function cell(value: string): string {
  const inert = /^[=+@\t\r]|^-(?!\d)/.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
