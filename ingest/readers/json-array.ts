import { AppError } from '../../platform/runtime/errors.ts';
import { parseRow } from './jsonl.ts';
import { MAX_ROW, type RowItem } from './row-item.ts';

/** Keys under which exports keep their list. */
const LIST_KEYS = new Set([
  'icclist',
  'items',
  'statuses',
  'list',
  'data',
  'rows',
  'records',
  'result',
  'results',
  'cards',
  'posts',
  'contents',
  'comments',
]);

/**
 * Elements of a big JSON document, one at a time: a top-level array, or the first array under a known key (icclist, items, data.list …).
 * Row numbers count elements from 1. Memory: one element. @throws AppError when there is no such list or the document breaks off
 */
export async function* readJsonArray(chunks: AsyncIterable<string>): AsyncGenerator<RowItem> {
  const splitter = new ElementSplitter();
  let row = 0;
  for await (const chunk of chunks) {
    for (const element of splitter.push(chunk)) {
      row += 1;
      if (element.tooLong)
        yield { kind: 'broken', row, reason: 'too_long', detail: '单个元素超过 4 MB', raw: element.text };
      else yield parseRow(element.text, row);
    }
    if (splitter.done) return;
  }
  const where = splitter.started
    ? `第 ${row} 条之后文件不完整（JSON 没有结束）`
    : '没有找到数据列表（应为 JSON 数组，或 icclist、items、data 等键下的数组）';
  throw new AppError('invalid_input', where, { afterRow: row });
}

interface Element {
  text: string;
  tooLong: boolean;
}

/** Finds element borders by brackets and strings only; the elements themselves are parsed by JSON.parse. */
class ElementSplitter {
  started = false;
  done = false;
  private inString = false;
  private escaped = false;
  /** Brackets open inside the list's element, or on the way to the list. */
  private depth = 0;
  private key = '';
  private current = '';
  private tooLong = false;

  *push(chunk: string): Generator<Element> {
    let start = this.started ? 0 : -1;
    for (let at = 0; at < chunk.length && !this.done; at += 1) {
      const code = chunk.charCodeAt(at);
      if (this.inString) {
        this.insideString(chunk[at]!, code);
      } else if (!this.started) {
        this.seek(chunk[at]!);
        if (this.started) start = at + 1;
      } else if (this.endsElement(code)) {
        const element = this.take(chunk.slice(start, at));
        if (element) yield element;
        start = at + 1;
      }
    }
    if (this.started && !this.done) this.hold(chunk.slice(start));
  }

  private insideString(char: string, code: number): void {
    if (this.escaped) this.escaped = false;
    else if (code === 92) this.escaped = true;
    else if (code === 34) this.inString = false;
    if (!this.started && this.inString && this.key.length < 40) this.key += char;
  }

  /** Before the list: remember the last string (a key) and stop at the "[" of a known one. */
  private seek(char: string): void {
    if (char === '"') [this.inString, this.key] = [true, ''];
    else if (char === '{') this.depth += 1;
    else if (char === '}') this.depth -= 1;
    else if (char === '[' && (this.depth === 0 || (this.depth <= 3 && LIST_KEYS.has(this.key))))
      [this.started, this.depth] = [true, 0];
  }

  private endsElement(code: number): boolean {
    if (code === 34) this.inString = true;
    else if (code === 123 || code === 91) this.depth += 1;
    else if (code === 125) this.depth -= 1;
    else if (code === 93) {
      if (this.depth === 0) this.done = true;
      else this.depth -= 1;
      return this.done;
    } else return code === 44 && this.depth === 0;
    return false;
  }

  private hold(text: string): void {
    if (this.tooLong) return;
    this.current += text;
    if (this.current.length > MAX_ROW) [this.current, this.tooLong] = [this.current.slice(0, 200), true];
  }

  private take(text: string): Element | null {
    this.hold(text);
    const element = { text: this.current, tooLong: this.tooLong };
    [this.current, this.tooLong] = ['', false];
    return element.text.trim() === '' ? null : element;
  }
}
