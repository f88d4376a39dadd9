import { isTooDeep, parseJson } from './json-text.ts';
import { linesOf } from './lines.ts';
import type { RowItem } from './row-item.ts';

/** One JSON object a line; empty lines are nothing, a wrong or endless line is one broken row. */
export async function* readJsonLines(chunks: AsyncIterable<string>): AsyncGenerator<RowItem> {
  for await (const { number, text, tooLong } of linesOf(chunks)) {
    if (tooLong) yield { kind: 'broken', row: number, reason: 'too_long', detail: '单行超过 4 MB', raw: text };
    else if (text.trim() !== '') yield parseRow(text, number);
  }
}

/** A JSON text that should be an object. */
export function parseRow(text: string, row: number): RowItem {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'JSON 写法有误';
    return { kind: 'broken', row, reason: 'broken_row', detail: why, raw: text };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { kind: 'broken', row, reason: 'not_an_object', detail: '不是一个 JSON 对象', raw: text };
  if (isTooDeep(value)) return { kind: 'broken', row, reason: 'broken_row', detail: 'JSON 嵌套过深', raw: text };
  return { kind: 'row', row, value: value as Record<string, unknown> };
}
