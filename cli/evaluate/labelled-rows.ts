import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { GroupedText } from '../../analyzer/training/calibrated-labels.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { readLines } from '../lines.ts';

export interface RowShape {
  label: string;
  fields: readonly string[];
  /** Field that ties near copies; without it each row is its own group. */
  group?: string;
}

/** Labels exactly as in the file; fields joined by a newline, empty ones skipped. @throws AppError naming file, line and what is wrong */
export async function readLabelledRows(
  cwd: string,
  file: string,
  { label, fields, group }: RowShape,
): Promise<GroupedText[]> {
  const rows: GroupedText[] = [];
  const input = createReadStream(resolve(cwd, file));
  const refuse = (number: number, why: string): never => {
    throw new AppError('invalid_input', `${file} 第 ${number} 行：${why}`);
  };
  try {
    for await (const { number, text } of readLines(input)) {
      if (text === null) refuse(number, '过长');
      if (text === null || text.trim() === '') continue;
      const row = parseObject(text) ?? refuse(number, '不是 JSON 对象');
      const value = row[label] ?? refuse(number, `没有标签字段 ${label}`);
      if (typeof value !== 'string' && typeof value !== 'number') refuse(number, `标签字段 ${label} 应为文字或数字`);
      const parts = fields.map((name) => row[name]).filter((part) => typeof part === 'string' && part !== '');
      if (fields.every((name) => !(name in row))) refuse(number, `没有文本字段 ${fields.join('、')}`);
      const tied = group === undefined ? undefined : row[group];
      const known = typeof tied === 'string' || typeof tied === 'number' ? String(tied) : `line ${number}`;
      rows.push({ text: parts.join('\n'), label: String(value), group: known });
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new AppError('not_found', `没有这个文件：${file}`);
    if (code === 'EISDIR' || code === 'EACCES') throw new AppError('invalid_input', `不是可读取的文件：${file}`);
    throw error;
  }
  if (rows.length === 0) throw new AppError('invalid_input', `${file} 中没有数据行。`);
  return rows;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // the caller says which line
  }
}
