import type { FactsBook } from '../../config/schema/facts.ts';
import { foldTerm } from '../text/view.ts';
import { readNumeral, startsNumeral } from './numerals.ts';

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

interface QuantityWords {
  atLeast: readonly string[];
  about: readonly string[];
  nearly: readonly string[];
  people: readonly string[];
}

const longestFirst = (words: readonly string[]): string[] => words.map(foldTerm).sort((a, b) => b.length - a.length);

export const quantityWords = (book: FactsBook): QuantityWords => ({
  atLeast: longestFirst(book.atLeast),
  about: longestFirst(book.about),
  nearly: longestFirst(book.nearly),
  people: longestFirst(book.people),
});

/** 数十 20–99, 数百 200–999, 上百 100–open, 百余 100–199 (the suffix does that), 数人 3–9, 多人 3–open. */
const VAGUE_UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };

/** The quantity that begins at `at`, or null. */
export function readQuantity(view: string, at: number, words: QuantityWords): Quantity | null {
  const vague = readVague(view, at, words);
  if (vague) return vague;
  if (!startsNumeral(view[at] ?? '') || view[at - 1] === '第' || view[at - 1] === '.') return null;
  const numeral = readNumeral(view, at);
  if (!numeral) return null;
  const span = readSpan(view, numeral.value, numeral.end);
  const suffix = readSuffix(view, span.end, span);
  const unit = readUnit(view, suffix.end, words);
  const after = view.startsWith('以上', unit.end) || view.startsWith('左右', unit.end) ? unit.end + 2 : unit.end;
  const range = bend(view, at, bendAfter(view, unit.end, suffix, numeral.value), numeral.value, words);
  const scale = unit.scale;
  return {
    low: range.low * scale,
    high: range.high === null ? null : range.high * scale,
    start: at,
    end: after,
    people: unit.people,
    yuan: unit.yuan,
  };
}

/** 3至5, 3-5, 3到5. */
function readSpan(view: string, value: number, end: number): Range & { end: number } {
  if ('至到-~—'.includes(view[end] ?? ' ')) {
    const second = startsNumeral(view[end + 1] ?? '') ? readNumeral(view, end + 1) : null;
    if (second && second.value > value) return { low: value, high: second.value, end: second.end };
  }
  return { low: value, high: value, end };
}

/** 30余 is 30–39, 1600多 is 1600–1699: up to the next unit. 十几 likewise. */
function readSuffix(view: string, at: number, range: Range): Range & { end: number } {
  const unit = view[at] ?? '';
  if (unit !== '余' && unit !== '多' && unit !== '来' && unit !== '几') return { ...range, end: at };
  const step = roundness(range.low);
  return step > 1 ? { low: range.low, high: range.low + step - 1, end: at + 1 } : { ...range, end: at };
}

function roundness(value: number): number {
  let step = 1;
  while (value > 0 && Number.isInteger(value) && value % (step * 10) === 0) step *= 10;
  return step;
}

interface Unit {
  end: number;
  people: boolean;
  yuan: boolean;
  scale: number;
}

function readUnit(view: string, at: number, words: QuantityWords): Unit {
  const scale = view[at] === '万' ? 1e4 : view[at] === '亿' ? 1e8 : 1;
  const from = scale > 1 ? at + 1 : at;
  if (view[from] === '元') return { end: from + 1, people: false, yuan: true, scale };
  if (view[from] === '个') {
    const noun = words.people.find((word) => view.startsWith(word, from + 1));
    if (noun) return { end: from + 1 + noun.length, people: true, yuan: false, scale };
  }
  const noun = words.people.find((word) => view.startsWith(word, from));
  const seat = noun === '人' && '座制间份类种民口次'.includes(view[from + 1] ?? ' ');
  if (!noun || seat) return { end: from, people: false, yuan: false, scale };
  return { end: from + noun.length, people: true, yuan: false, scale };
}

/** 100人以上 and 100人左右: the bend stands behind. */
function bendAfter(view: string, at: number, range: Range, value: number): Range {
  if (view.startsWith('以上', at)) return { low: range.low, high: null };
  if (view.startsWith('左右', at)) return roughly(value);
  return range;
}

const roughly = (value: number): Range => ({
  low: Math.ceil(value * 0.9 - 1e-9),
  high: Math.floor(value * 1.1 + 1e-9),
});

// Between the bend and the number a verb may stand: 至少造成八人死亡.
const VERBS = ['造成', '导致', '已有', '有', '已', '致', '达', '为', '发现', '已造成', '已经'];

function bend(view: string, at: number, range: Range, value: number, words: QuantityWords): Range {
  let before = at;
  for (let step = 0; step < 2; step += 1) {
    const bent = bendBefore(view, before, range, value, words);
    if (bent) return bent;
    const verb = VERBS.find((word) => view.endsWith(word, before) && before >= word.length);
    if (!verb) return range;
    before -= verb.length;
  }
  return bendBefore(view, before, range, value, words) ?? range;
}

function bendBefore(view: string, at: number, range: Range, value: number, words: QuantityWords): Range | null {
  const before = view.slice(Math.max(0, at - 4), at);
  if (words.atLeast.some((word) => before.endsWith(word))) return { low: range.low, high: null };
  if (words.about.some((word) => before.endsWith(word))) return range.high === range.low ? roughly(value) : range;
  if (words.nearly.some((word) => before.endsWith(word)) && !before.endsWith('最近') && !before.endsWith('附近'))
    return { low: Math.ceil(value * 0.9 - 1e-9), high: value };
  return null;
}

function readVague(view: string, at: number, words: QuantityWords): Quantity | null {
  const head = view[at]!;
  if (head !== '数' && head !== '几' && head !== '上' && head !== '多' && head !== '若') return null;
  const scale = VAGUE_UNITS[view[at + 1] ?? ''];
  if (scale !== undefined && head !== '多' && head !== '若') {
    const unit = readUnit(view, view[at + 2] === '余' || view[at + 2] === '多' ? at + 3 : at + 2, words);
    const range = head === '上' ? { low: scale, high: null } : { low: 2 * scale, high: 10 * scale - 1 };
    const bent = bend(view, at, range, range.low, words);
    return { ...bent, start: at, end: unit.end, people: unit.people, yuan: unit.yuan };
  }
  return readSeveral(view, at, head, words);
}

function readSeveral(view: string, at: number, head: string, words: QuantityWords): Quantity | null {
  if (head === '上' || isNumeralBefore(view, at)) return null;
  const from = view.startsWith('若干', at) ? at + 2 : at + 1;
  const noun = words.people.find((word) => view.startsWith(word, from));
  if (!noun || noun.length > 1) return null;
  const high = head === '多' ? null : 9;
  return { low: 3, high, start: at, end: from + noun.length, people: true, yuan: false };
}

const isNumeralBefore = (view: string, at: number): boolean =>
  at > 0 && (startsNumeral(view[at - 1]!) || '万亿许很众大许太更最'.includes(view[at - 1]!));
