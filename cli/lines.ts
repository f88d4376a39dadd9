import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';

export interface Line {
  /** From 1. */
  number: number;
  /** Null when the line is longer than the limit; the rest of it is skipped without being held. */
  text: string | null;
}

export const MAX_LINE = 4_000_000;

/** UTF-8 lines of a stream, one in memory at a time; BOM and \r are taken off, the last line needs no line break. */
export async function* readLines(stream: Readable): AsyncGenerator<Line> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let tooLong = false;
  let number = 0;
  const take = (text: string): Line => {
    number += 1;
    const bare = number === 1 ? text.replace(/^\ufeff/u, '') : text;
    return { number, text: bare.endsWith('\r') ? bare.slice(0, -1) : bare };
  };
  for await (const chunk of stream) {
    const parts = (typeof chunk === 'string' ? chunk : decoder.write(chunk as Buffer)).split('\n');
    for (const [index, part] of parts.entries()) {
      if (!tooLong) rest += part;
      if (rest.length > MAX_LINE) [rest, tooLong] = ['', true];
      if (index === parts.length - 1) break;
      const line = take(rest);
      yield tooLong ? { ...line, text: null } : line;
      [rest, tooLong] = ['', false];
    }
  }
  rest += decoder.end();
  if (tooLong) yield { ...take(''), text: null };
  else if (rest !== '') yield take(rest);
}
