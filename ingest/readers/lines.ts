import { MAX_ROW } from './row-item.ts';

export interface Line {
  number: number;
  text: string;
  /** Longer than the limit: `text` is only its beginning. */
  tooLong: boolean;
}

/** Lines of decoded chunks (\n or \r\n), each with its number. Memory: one line of at most `max` characters, whatever the file holds. */
export async function* linesOf(chunks: AsyncIterable<string>, max = MAX_ROW): AsyncGenerator<Line> {
  let number = 1;
  let held = '';
  let overflow = false;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', start)) {
      yield finish(number, overflow ? held : held + chunk.slice(start, end), overflow, max);
      [number, held, overflow, start] = [number + 1, '', false, end + 1];
    }
    if (overflow) continue;
    held += start === 0 ? chunk : chunk.slice(start);
    if (held.length > max) [held, overflow] = [held.slice(0, 200), true];
  }
  if (held !== '') yield finish(number, held, overflow, max);
}

function finish(number: number, text: string, overflow: boolean, max: number): Line {
  const tooLong = overflow || text.length > max;
  return { number, text: tooLong ? text.slice(0, 200) : text.endsWith('\r') ? text.slice(0, -1) : text, tooLong };
}
