import { createReadStream, openSync, closeSync, fstatSync, readSync } from 'node:fs';
import { createInflateRaw } from 'node:zlib';

/** What is wrong with a workbook, in Chinese, for the person who sent it. */
export class WorkbookError extends Error {}

export interface ZipEntry {
  name: string;
  method: number;
  compressedSize: number;
  size: number;
  offset: number;
  /** Bytes it may unpack to. */
  most: number;
}

const MAX_ENTRIES = 5000;
const MAX_DIRECTORY = 8 * 1024 * 1024;
/** A real sheet of repeated rows compresses 30 to 60 times; a bomb a thousand times. */
const MAX_RATIO = 200;
const FREE_SIZE = 16 * 1024 * 1024;
const MB = 1024 * 1024;
const MAX_PART = 1024 * MB;
/** Stands for a size told elsewhere (ZIP64). */
const NOT_TOLD = 0xffffffff;
const DAMAGED = '文件已损坏，或不是有效的 .xlsx 工作簿';

/**
 * The central directory of a zip file, checked: number of entries, no overlapping data, no encryption, and no more text than `most` bytes
 * where the caller wants a small table, before anything is unpacked. @throws WorkbookError
 */
export function readDirectory(path: string, most = MAX_PART): Map<string, ZipEntry> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const read = (position: number, length: number): Buffer => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - position)));
      readSync(file, buffer, 0, buffer.length, position);
      return buffer;
    };
    if (read(0, 4).readUInt32BE(0) === 0xd0cf11e0)
      throw new WorkbookError('这是旧版 .xls 或加了密码的工作簿，请用 Excel/WPS 打开后另存为不加密的 .xlsx');
    const tail = read(Math.max(0, size - 66_000), 66_000);
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    if (end === -1 || tail.length - end < 22) throw new WorkbookError(DAMAGED);
    const [count, length, offset] = [
      tail.readUInt16LE(end + 10),
      tail.readUInt32LE(end + 12),
      tail.readUInt32LE(end + 16),
    ];
    if (count > MAX_ENTRIES || length > MAX_DIRECTORY || offset + length > size)
      throw new WorkbookError('压缩包条目过多或目录有误，可能是压缩炸弹，已拒绝');
    const entries = parseDirectory(read(offset, length), count).map((entry) => ({ ...entry, most }));
    checkOverlap(entries, size);
    if (most < MAX_PART) checkTold(entries, most);
    return new Map(entries.map((entry) => [entry.name, entry]));
  } catch (error) {
    if (error instanceof RangeError) throw new WorkbookError(DAMAGED);
    throw error;
  } finally {
    closeSync(file);
  }
}

function parseDirectory(directory: Buffer, count: number): Omit<ZipEntry, 'most'>[] {
  const entries: Omit<ZipEntry, 'most'>[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw new WorkbookError(DAMAGED);
    if (directory.readUInt16LE(at + 8) & 1) throw new WorkbookError('工作簿加了密码，请去除密码后重新导入');
    const [name, extra, comment] = [
      directory.readUInt16LE(at + 28),
      directory.readUInt16LE(at + 30),
      directory.readUInt16LE(at + 32),
    ];
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + name).replaceAll('\\', '/'),
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}

function checkOverlap(entries: ZipEntry[], size: number): void {
  let end = 0;
  for (const entry of entries.toSorted((one, other) => one.offset - other.offset)) {
    if (entry.offset < end || entry.offset + 30 + entry.compressedSize > size)
      throw new WorkbookError('压缩包内条目相互重叠，可能是压缩炸弹，已拒绝');
    end = entry.offset + 30 + entry.compressedSize;
  }
}

/** By what the file says of itself: pictures are never unpacked. */
function checkTold(entries: ZipEntry[], most: number): void {
  const told = entries.reduce((sum, { name, size }) => (/\.(?:xml|rels)$/i.test(name) ? sum + size : sum), 0);
  if (told > most) throw new WorkbookError(tooMuch(most));
}

const tooMuch = (most: number): string =>
  `工作簿解压后超过 ${Math.round(most / MB)} MB，已拒绝；请只保留所需的工作表，清除多余的行和格式后重试`;

/** @throws WorkbookError when so many bytes of the entry are beyond reason */
function refuseGrown({ name, compressedSize, most }: ZipEntry, bytes: number): void {
  if (bytes > most && most < MAX_PART) throw new WorkbookError(tooMuch(most));
  if (bytes > MAX_PART || (bytes > FREE_SIZE && bytes > compressedSize * MAX_RATIO))
    throw new WorkbookError(`“${name.slice(0, 60)}”解压后过大（压缩比超过 ${MAX_RATIO} 倍），可能是压缩炸弹，已拒绝`);
}

/** Text of one entry in chunks, inflated as it is read and stopped when it grows beyond reason. @throws WorkbookError */
export async function* readEntry(path: string, entry: ZipEntry): AsyncGenerator<string> {
  if (entry.method !== 0 && entry.method !== 8)
    throw new WorkbookError('工作簿使用了不支持的压缩方式，请另存为标准 .xlsx');
  if (entry.size !== NOT_TOLD) refuseGrown(entry, entry.size);
  const start = entry.offset + 30 + localExtra(path, entry.offset);
  if (entry.compressedSize === 0) return;
  const raw = createReadStream(path, { start, end: start + entry.compressedSize - 1 });
  const bytes = entry.method === 0 ? raw : raw.pipe(createInflateRaw());
  const decoder = new TextDecoder('utf-8');
  let total = 0;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      total += chunk.length;
      refuseGrown(entry, total); // what it told may be a lie
      yield decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    throw error instanceof WorkbookError ? error : new WorkbookError(DAMAGED);
  } finally {
    raw.destroy();
  }
}

function localExtra(path: string, offset: number): number {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(30);
    readSync(file, header, 0, 30, offset);
    if (header.readUInt32LE(0) !== 0x04034b50) throw new WorkbookError(DAMAGED);
    return header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    closeSync(file);
  }
}
