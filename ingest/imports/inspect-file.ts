import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { AppError } from '../../platform/runtime/errors.ts';
import { byteOrderMark } from '../readers/charset.ts';

export type FileKind = 'csv' | 'jsonl' | 'json' | 'xlsx' | 'feed';

export interface Inspected {
  path: string;
  kind: FileKind;
  /** Content hash: the same file again is the same import. */
  hash: string;
  size: number;
  charset: string;
  /** Every byte decodes; else rows with undecodable characters are refused one by one. */
  clean: boolean;
}

const HEAD = 64 * 1024;

/** What a file is, from its content (its name is not believed). @throws AppError 'not_found' or 'invalid_input' */
export async function inspectFile(path: string): Promise<Inspected> {
  const head = await readHead(path);
  const { hash, size, utf8 } = await digestFile(path);
  if (size === 0) throw new AppError('invalid_input', '文件是空的');
  const binary = binaryKind(head);
  if (binary) return { path, kind: binary, hash, size, charset: 'utf-8', clean: true };
  const charset = byteOrderMark(head) ?? (utf8 ? 'utf-8' : await chineseCharset(path));
  const text = new TextDecoder(charset)
    .decode(head)
    .replace(/^\ufeff/, '')
    .trimStart();
  if (text.includes('\0')) throw new AppError('invalid_input', '这不是文本、表格或订阅源文件（含有二进制内容）');
  return { path, kind: textKind(text), hash, size, charset, clean: charset !== 'utf-8' || utf8 };
}

async function readHead(path: string): Promise<Buffer> {
  // Asked before opening: a pipe or a device would be waited for, or read, for ever.
  const found = await stat(path).catch(() => null);
  if (found !== null && !found.isFile()) throw new AppError('invalid_input', `不是文件：${path}`);
  const file = await open(path).catch(() => {
    throw new AppError('not_found', `文件不存在或不可读：${path}`);
  });
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0).catch(() => {
      throw new AppError('invalid_input', `不是文件：${path}`);
    });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function binaryKind(head: Buffer): FileKind | null {
  const magic = head.length >= 4 ? head.readUInt32BE(0) : 0;
  if (magic === 0x504b0304 || magic === 0xd0cf11e0 || magic === 0x504b0506) return 'xlsx';
  return head[0] === 0x1f && head[1] === 0x8b ? 'feed' : null;
}

function textKind(text: string): FileKind {
  if (text.startsWith('<')) return 'feed';
  if (text.startsWith('[')) return 'json';
  if (!text.startsWith('{')) return 'csv';
  if (/"version"\s*:\s*"https?:\/\/(?:www\.)?jsonfeed\.org/.test(text)) return 'feed';
  return jsonKind(text);
}

const LIST = /"(?:icclist|items|statuses|list|data|rows|records|results?|posts)"\s*:\s*[[{]/;

/** An object a line, or one document with a list inside. */
function jsonKind(text: string): FileKind {
  const end = text.indexOf('\n');
  const line = (end === -1 ? text : text.slice(0, end)).trim();
  const keys = keysOf(line);
  if (keys)
    return keys.some(([name, value]) => Array.isArray(value) && LIST.test(`"${name}":[`)) ||
      LIST.test(line.slice(0, 300))
      ? 'json'
      : 'jsonl';
  if (end !== -1) return /^\{$|[[{,]$/.test(line) ? 'json' : 'jsonl';
  return LIST.test(line.slice(0, 4000)) ? 'json' : 'jsonl';
}

function keysOf(line: string): [string, unknown][] | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? Object.entries(value) : null;
  } catch {
    return null; // not an object on one line: decided by its looks
  }
}

async function digestFile(path: string): Promise<{ hash: string; size: number; utf8: boolean }> {
  const hash = createHash('sha256');
  const strict = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  let utf8 = true;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
    utf8 = utf8 && decodes(strict, chunk);
  }
  return { hash: hash.digest('hex'), size, utf8: utf8 && decodes(strict, null) };
}

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer | null): boolean {
  try {
    if (chunk) decoder.decode(chunk, { stream: true });
    else decoder.decode();
    return true;
  } catch {
    return false; // that is the answer
  }
}

/**
 * Not valid UTF-8: GB18030, unless most of its lines are UTF-8 (some were pasted from another file, and are parked one by one), or UTF-8
 * with a few broken bytes fits better.
 */
async function chineseCharset(path: string): Promise<string> {
  if (await mostLinesUtf8(path)) return 'utf-8';
  const counts = { 'utf-8': { broken: 0, wide: 0 }, gb18030: { broken: 0, wide: 0 } };
  for (const charset of ['utf-8', 'gb18030'] as const) {
    for await (const text of decodeFile(path, charset)) tally(text, counts[charset]);
  }
  const share = (name: 'utf-8' | 'gb18030'): number =>
    counts[name].broken / Math.max(1, counts[name].wide + counts[name].broken);
  if (share('utf-8') <= 0.05) return 'utf-8';
  if (share('gb18030') <= 0.05) return 'gb18030';
  throw new AppError(
    'invalid_input',
    '无法识别文件的文字编码（既不是 UTF-8，也不是 GB18030/GBK），请另存为 UTF-8 后重新导入',
  );
}

/** Of the lines with more than ASCII. Chinese in GBK is valid UTF-8 only by a rare chance. */
async function mostLinesUtf8(path: string): Promise<boolean> {
  const lines = { utf8: 0, other: 0 };
  const count = (line: Buffer): void => {
    if (isAscii(line)) return;
    if (isUtf8(line)) lines.utf8 += 1;
    else lines.other += 1;
  };
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(LINE_FEED);
    if (end < 0) rest = Buffer.concat([rest, chunk]);
    else {
      for (const line of linesOf(Buffer.concat([rest, chunk.subarray(0, end)]))) count(line);
      rest = Buffer.from(chunk.subarray(end + 1));
    }
  }
  count(rest);
  return lines.utf8 > lines.other;
}

const LINE_FEED = 0x0a;

function* linesOf(bytes: Buffer): Generator<Buffer> {
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
    yield bytes.subarray(start, end);
    start = end + 1;
  }
  yield bytes.subarray(start);
}

function tally(text: string, into: { broken: number; wide: number }): void {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0xfffd) into.broken += 1;
    else if (code > 0x7f) into.wide += 1;
  }
}

/** Text of a file in chunks; a byte order mark is dropped. */
export async function* decodeFile(path: string, charset: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(charset);
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}
