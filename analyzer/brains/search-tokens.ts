import type { Words } from '../text/jieba/cutter.ts';
import type { DistinctWords } from '../text/jieba/distinct-words.ts';

export interface SearchText {
  /** Distinct words for a tsvector, a line each, sub-words of long ones included: one text travels from thread to thread cheaper than sixty. */
  words: string;
  /** Title and text folded (simplified, half width, lower case); null when that is what they are already. */
  folded: string | null;
}

const MOST = 3000;
const LONGEST = 40;

/**
 * Distinct words in the order of the text, at most 3,000; before a word of three units and more the words of two and three inside it, as jieba
 * cuts for a search.
 */
export function searchTokens({ text, count, ends, nodes, pairs, triples }: Words, distinct: DistinctWords): string[] {
  distinct.clear();
  const tokens: string[] = [];
  const take = (start: number, end: number, node: number): void => {
    if (tokens.length < MOST && distinct.add(text, start, end, node) === tokens.length)
      tokens.push(distinct.name(tokens.length));
  };
  let start = 0;
  for (let word = 0; word < count; word += 1) {
    const end = ends[word]!;
    if (end - start > 2) for (let at = start; at + 2 <= end; at += 1) if (pairs[at] !== 0) take(at, at + 2, pairs[at]!);
    if (end - start > 3)
      for (let at = start; at + 3 <= end; at += 1) if (triples[at] !== 0) take(at, at + 3, triples[at]!);
    if (end - start <= LONGEST && tells(text, start, end)) take(start, end, nodes[word]!);
    start = end;
  }
  return tokens;
}

const TELLING = /[\p{L}\p{N}]/u;
let table: Uint8Array | null = null;

/** Letters and digits among all units; built with the first text. */
function tellingUnits(): Uint8Array {
  const units = new Uint8Array(0x10000);
  for (let unit = 0; unit < units.length; unit += 1) units[unit] = TELLING.test(String.fromCharCode(unit)) ? 1 : 0;
  return units;
}

/** A letter or a digit is in it, so it is no mark. */
function tells(text: string, start: number, end: number): boolean {
  const units = (table ??= tellingUnits());
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (units[unit] === 1) return true;
    if ((unit & 0xfc00) === 0xd800) return TELLING.test(text.slice(at, end));
  }
  return false;
}
