import type { FactsBook } from '../../config/schema/facts.ts';
import { foldTerm } from '../text/view.ts';
import { bend, bendAfter } from './bends.ts';
import { readNumeral, startsNumeral } from './numerals.ts';
import { readUnit } from './units.ts';
import { readVague, startsVague } from './vague.ts';

/** high null = open upwards. */
export interface Range {
  low: number;
  high: number | null;
}

/** A number in the text with the words around it that bend it: 至少30余人 is 30 to open, 近百名 is 90 to 100. */
export interface Quantity extends Range {
  start: number;
  end: number;
  /** Followed by a word for people. */
  people: boolean;
  /** Yuan, when followed by 元. */
  yuan: boolean;
}
/** What is no count (第3, G60, a phone number) but must be stepped over whole. */
export interface Skip {
  skipTo: number;
}

export type BendKind = 'atMost' | 'below' | 'atLeast' | 'about' | 'nearly';
export interface QuantityWords {
  /** By first character, longest first. */
  people: ReadonlyMap<string, readonly string[]>;
  /** By last character, in the order they are asked: 不超过 before 超过. */
  bends: ReadonlyMap<string, readonly { word: string; kind: BendKind }[]>;
}

const BENDS: readonly BendKind[] = ['atMost', 'below', 'atLeast', 'about', 'nearly'];

export const quantityWords = (book: FactsBook): QuantityWords => ({
  people: groupBy(
    book.people.map(foldTerm).sort((a, b) => b.length - a.length),
    (word) => word[0]!,
  ),
  bends: groupBy(
    // The longer word first: 不少于 is no 少于.
    BENDS.flatMap((kind) => book[kind].map((word) => ({ word: foldTerm(word), kind }))).sort(
      (a, b) => b.word.length - a.word.length,
    ),
    ({ word }) => word[word.length - 1]!,
  ),
});

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** Most characters begin no quantity: known by one look instead of a dozen comparisons. */
const BEGINS = new Uint8Array(0x10000);
for (let unit = 0; unit < BEGINS.length; unit += 1) {
  const char = String.fromCharCode(unit);
  BEGINS[unit] = startsNumeral(char) || startsVague(char) ? 1 : 0;
}

/** The quantity that begins at `at`, or null. */
export function readQuantity(view: string, at: number, words: QuantityWords): Quantity | Skip | null {
  if (BEGINS[view.charCodeAt(at)] !== 1) return null;
  const vague = readVague(view, at, words);
  if (vague) return vague;
  if (!startsNumeral(view[at] ?? '')) return null;
  const numeral = readNumeral(view, at);
  if (!numeral) return null;
  if (numeral.noise || isCode(view, at)) return { skipTo: numeral.end };
  const span = readSpan(view, { low: numeral.value, high: numeral.high }, numeral.end, words);
  const suffix = readSuffix(view, span.end, span);
  const unit = readUnit(view, suffix.end, words);
  const after = bendAfter(view, unit.end, suffix);
  const range = bend(view, at, after.range, words);
  return {
    low: range.low * unit.scale,
    high: range.high === null ? null : range.high * unit.scale,
    start: at,
    end: after.end,
    people: unit.people || isPair(view, numeral.end),
    yuan: unit.yuan,
  };
}

/** 夫妻俩, 姐弟仨, 倒了俩 count people by themselves; 吃了俩西瓜 does not. */
function isPair(view: string, end: number): boolean {
  if (!'俩仨'.includes(view[end - 1]!)) return false;
  return !'了有吃喝买拿要这那的就'.includes(view[end - 2] ?? ' ') || !HAN.test(view[end] ?? ' ');
}
const HAN = /\p{Script=Han}/u;

/** 第3, G60, no.5, 3.5 read from its middle. */
function isCode(view: string, at: number): boolean {
  const before = view[at - 1] ?? ' ';
  return before === '第' || before === '.' || before === '#' || (before >= 'a' && before <= 'z');
}

/** 3至5, 3-5, 3到5, 20人至30人. */
function readSpan(view: string, first: Range, end: number, words: QuantityWords): Range & { end: number } {
  const unit = readUnit(view, end, words);
  for (const from of unit.people ? [end, unit.end] : [end]) {
    if (!'至到-~—'.includes(view[from] ?? ' ')) continue;
    const second = startsNumeral(view[from + 1] ?? '') ? readNumeral(view, from + 1) : null;
    if (second && !second.noise && second.value > first.low)
      return { low: first.low, high: second.high, end: second.end };
  }
  const next = view[end] === '、' && !unit.people ? readNext(view, end + 1, words) : null;
  if (next && next.value === first.low + 1 && first.low < 10) return { low: first.low, high: next.high, end: next.end };
  return { low: first.low, high: first.high, end };
}

/** The 4 of 3、4人, with the word for people behind it. */
function readNext(view: string, at: number, words: QuantityWords): ReturnType<typeof readNumeral> {
  const numeral = startsNumeral(view[at] ?? '') ? readNumeral(view, at) : null;
  return numeral && !numeral.noise && readUnit(view, numeral.end, words).people ? numeral : null;
}

/** 30余 is 30–39, 1600多 is 1600–1699: up to the next unit. 十几 likewise; 35余 is 35 to open. */
function readSuffix(view: string, at: number, range: Range): Range & { end: number } {
  const sign = ['有余', '余', '多', '来', '几'].find((word) => view.startsWith(word, at));
  if (!sign) return { low: range.low, high: range.high, end: at };
  const step = roundness(range.low);
  const end = at + sign.length;
  if (step > 1) return { low: range.low, high: (range.high ?? range.low) + step - 1, end };
  return sign === '余' || sign === '有余'
    ? { low: range.low, high: null, end }
    : { low: range.low, high: range.high, end: at };
}

function roundness(value: number): number {
  let step = 1;
  while (value > 0 && Number.isInteger(value) && step < 1e8 && value % (step * 10) === 0) step *= 10;
  return step;
}
