import type { Readable } from 'node:stream';
import { byteOrderMark, decodeText, type Decoded } from '../ingest/readers/charset.ts';

export interface Line {
  /** From 1. */
  number: number;
  /** Null when the line is longer than the limit; the rest of it is skipped without being held. */
  text: string | null;
  /** What its bytes are written in: utf-8, gb18030, utf-16le or utf-16be; null when they are none of these and U+FFFD stands for some. */
  charset: string | null;
}

export const MAX_LINE = 4_000_000;
/** A character has at most four bytes. */
const MAX_BYTES = 4 * MAX_LINE;

/**
 * Lines of a stream, one in memory at a time; BOM and \r are taken off, the last line needs no line break. Each line is UTF-8 or GB18030 by
 * its own bytes (files of several machines are often put together); UTF-16 tells itself at the beginning.
 */
export async function* readLines(stream: Readable): AsyncGenerator<Line> {
  const { charset, chunks } = await open(stream);
  let number = 0;
  let before: string | null = null;
  for await (const bytes of byteLines(charset === null ? chunks : toUtf8(chunks, charset))) {
    number += 1;
    const line: Line = bytes === null ? { number, text: null, charset } : lineOf(number, bytes, charset, before);
    if (line.charset === 'gb18030' || THREE_BYTES.test(line.text ?? '')) before = line.charset;
    yield line;
  }
}

const THREE_BYTES = /[\u0800-\ufffc]/u;
const TWO_BYTES = /[\u0080-\u07ff]/u;

/** Combining marks and letters of phonetics and dead scripts: nobody writes lines of them. */
const NO_LETTERS = /[\u0180-\u036f\u0700-\u07ff]/u;

/** 停水 in GB18030 are two letters of two bytes in UTF-8, too; Chinese in UTF-8 has three. Such a line is GB18030 if its letters are none, or the lines before were. */
function readLine(bytes: Buffer, before: string | null): Decoded {
  const read = decodeText(bytes);
  if (!read.sound || read.charset !== 'utf-8' || !TWO_BYTES.test(read.text) || THREE_BYTES.test(read.text)) return read;
  if (before !== 'gb18030' && !NO_LETTERS.test(read.text)) return read;
  const text = new TextDecoder('gb18030').decode(bytes);
  return text.includes('\ufffd') ? read : { text, charset: 'gb18030', sound: true };
}

const CHINESE = ['utf-8', 'gb18030'];

function lineOf(number: number, bytes: Buffer, wide: string | null, before: string | null): Line {
  const read = readLine(bytes, before);
  const known = read.sound && CHINESE.includes(read.charset);
  // What is neither keeps its broken characters in sight: read as western it would pass for a text.
  const text = known || CHINESE.includes(read.charset) ? read.text : bytes.toString('utf8');
  if (text.length > MAX_LINE) return { number, text: null, charset: read.charset };
  return {
    number,
    text: text.endsWith('\r') ? text.slice(0, -1) : text,
    charset: known ? (wide ?? read.charset) : null,
  };
}

/** The lines' bytes; a line feed is never part of another character, neither of UTF-8 nor of GB18030. Null for one that is too long. */
async function* byteLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  let held: Buffer[] = [];
  let length = 0;
  const hold = (part: Buffer): void => {
    length += part.length;
    if (length > MAX_BYTES) held = [];
    else if (part.length > 0) held.push(part);
  };
  const take = (): Buffer | null => {
    const line = length > MAX_BYTES ? null : held.length === 1 ? held[0]! : Buffer.concat(held);
    [held, length] = [[], 0];
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      hold(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    hold(chunk.subarray(start));
  }
  if (length > 0) yield take();
}

/** Looks at the first bytes, which say whether all of it is UTF-16 (Excel's “Unicode 文本”, PowerShell's `>`), and gives them back with the rest. */
async function open(stream: Readable): Promise<{ charset: string | null; chunks: AsyncIterable<Buffer> }> {
  const rest = (stream as AsyncIterable<Buffer | string>)[Symbol.asyncIterator]();
  const next = async (): Promise<Buffer | null> => {
    const { value, done } = await rest.next();
    return done === true ? null : Buffer.from(value);
  };
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const chunk = await next();
    if (chunk === null) break;
    head = Buffer.concat([head, chunk]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield head;
    for (let chunk = await next(); chunk !== null; chunk = await next()) yield chunk;
  }
  return { charset: wideCharset(head), chunks: all() };
}

function wideCharset(head: Buffer): string | null {
  const mark = byteOrderMark(head);
  if (mark !== null) return mark === 'utf-8' ? null : mark;
  if (head.length < 4) return null;
  if (head[1] === 0 && head[3] === 0 && head[0] !== 0) return 'utf-16le';
  return head[0] === 0 && head[2] === 0 && head[1] !== 0 ? 'utf-16be' : null;
}

async function* toUtf8(chunks: AsyncIterable<Buffer>, charset: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(charset);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
