import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../platform/runtime/errors.ts';
import { sniffCharset } from './charset.ts';
import { readSheets } from './xlsx/read-xlsx.ts';

const MAX_ROWS = 2_000;
/** Unpacked. 2,000 rows of names are one or two; a small file may unpack to 200 times its size and cost seconds. */
const MAX_UNPACKED = 8 * 1024 * 1024;

/**
 * A small table that a person hands over, as text whose line numbers are the rows of the file: a CSV in the encoding of its office (UTF-8, GBK,
 * UTF-16), or the first sheet with anything on it of an .xlsx, its cells parted by tabs. What the file is, its content says, not its name.
 * @throws AppError 'invalid_input' for what is neither
 */
export async function tableText(bytes: Buffer): Promise<string> {
  if (bytes.length === 0) throw new AppError('invalid_input', '文件是空的');
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0xd0cf11e0)
    throw new AppError('invalid_input', '这是旧版 .xls 或加密的工作簿，请另存为 .xlsx 或 CSV');
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return workbookText(bytes);
  const text = new TextDecoder(sniffCharset(bytes, [])).decode(bytes).replace(/^\ufeff/, '');
  if (text.includes('\0') || text.includes('\ufffd'))
    throw new AppError('invalid_input', '文件无法识别，请使用 .xlsx，或 UTF-8、GBK 编码的 CSV');
  return text;
}

async function workbookText(bytes: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'huiying-table-'));
  try {
    const path = join(folder, 'table.xlsx');
    await writeFile(path, bytes);
    return await firstSheet(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function firstSheet(path: string): Promise<string> {
  const lines: string[] = [];
  for await (const message of readSheets(path, MAX_UNPACKED)) {
    if (message.kind === 'sheet') {
      if (lines.length > 0) break;
      continue;
    }
    for (const { row, cells } of message.rows) {
      if (row > MAX_ROWS) throw new AppError('invalid_input', `表格超过 ${MAX_ROWS} 行`);
      lines[row - 1] = cells.map((cell) => cell.replace(/\s+/g, ' ')).join('\t');
    }
  }
  return Array.from(lines, (line) => line ?? '').join('\n');
}
