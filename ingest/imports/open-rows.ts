import { readFile } from 'node:fs/promises';
import { parseFeed } from '../feeds/parse-feed.ts';
import { MAX_FEED_BYTES } from '../feeds/decode-feed.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { readCsv } from '../readers/csv.ts';
import { readJsonArray } from '../readers/json-array.ts';
import { readJsonLines } from '../readers/jsonl.ts';
import type { RowItem } from '../readers/row-item.ts';
import { readXlsx } from '../readers/xlsx/read-xlsx.ts';
import { decodeFile, type Inspected } from './inspect-file.ts';

export type FileRow = RowItem & { sheet?: string };

/** Rows of an inspected file, streamed. @throws AppError 'invalid_input' when the file as a whole cannot be read */
export function openRows(file: Inspected): AsyncGenerator<FileRow> {
  if (file.kind === 'xlsx') return readXlsx(file.path);
  if (file.kind === 'feed') return feedRows(file);
  const chunks = decodeFile(file.path, file.charset);
  const rows =
    file.kind === 'csv' ? readCsv(chunks) : file.kind === 'json' ? readJsonArray(chunks) : readJsonLines(chunks);
  return file.clean && file.charset !== 'gb18030' ? rows : withoutBadCharacters(rows);
}

async function* feedRows(file: Inspected): AsyncGenerator<FileRow> {
  if (file.size > MAX_FEED_BYTES) throw new AppError('invalid_input', '订阅源文件超过 32 MB');
  const entries = parseFeed(await readFile(file.path));
  let row = 0;
  for (const { id, url, title, body, publishedAt } of entries) {
    row += 1;
    yield { kind: 'row', row, value: { id, url, title, body, publishedAt } };
  }
}

/** A row with a character that could not be decoded would be stored wrong for ever. */
async function* withoutBadCharacters(rows: AsyncIterable<RowItem>): AsyncGenerator<RowItem> {
  for await (const item of rows) {
    const raw = item.kind === 'row' ? JSON.stringify(item.value) : '';
    if (!raw.includes('\ufffd')) yield item;
    else yield { kind: 'broken', row: item.row, reason: 'bad_encoding', detail: '含有无法解码的字符', raw };
  }
}
