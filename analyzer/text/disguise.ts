import type { DisguisesBook } from '../../config/schema/disguises.ts';
import type { WordMatcher } from './aho-corasick.ts';
import type { Pinyin } from './pinyin.ts';
import { createSpeltWords, type SpeltWords } from './spelt-words.ts';
import { rewritten, type Rewrite, type TextView } from './view.ts';

/** Reads a view through 停|水, 食.物.中.毒, 火暴炸 and zhong毒; the view itself when nothing is disguised. Spans still lead to the field as given. */
export type Unmask = (view: TextView) => TextView;

const HAN = 1;
const GAP = 2;
const SOFT = 3;
const LATIN = 4;
/** Several gaps beside one another are one; more than this is layout, not a disguise. */
const LONGEST_GAP = 3;
/** A text with more suspicious places than this is a table or noise. */
const MOST = 400;

/** A character written as two or more: 火暴 for 爆. */
interface Piece {
  written: string;
  char: string;
}

interface Tools {
  kinds: Uint8Array;
  /** 1 where a character may be the first piece of a split one. */
  isPiece: Uint8Array;
  /** By the unit they begin with. */
  pieces: ReadonlyMap<number, readonly Piece[]>;
  spelt: ReadonlyMap<string, string>;
  words: SpeltWords;
  matchers: readonly WordMatcher[];
}

/** A disguise is undone only where a word of `matchers` comes out. */
export function createUnmask(book: DisguisesBook, pinyin: Pinyin, matchers: readonly WordMatcher[]): Unmask {
  const pieces = new Map<number, Piece[]>();
  for (const [char, ways] of Object.entries(book.splits))
    for (const written of ways) {
      const first = written.charCodeAt(0);
      pieces.set(first, [...(pieces.get(first) ?? []), { written, char }]);
    }
  const vocabulary = function* (): Generator<string> {
    for (const matcher of matchers) yield* matcher.words;
  };
  const tools: Tools = {
    kinds: kindsOf(book),
    isPiece: flagsOf(pieces.keys()),
    pieces,
    spelt: new Map(Object.entries(book.spelt)),
    words: createSpeltWords({ [Symbol.iterator]: vocabulary }, pinyin),
    matchers,
  };
  return (view) => unmask(view, tools);
}

function flagsOf(units: Iterable<number>): Uint8Array {
  const flags = new Uint8Array(0x10000);
  for (const unit of units) flags[unit] = 1;
  return flags;
}

function kindsOf(book: DisguisesBook): Uint8Array {
  const kinds = new Uint8Array(0x10000);
  kinds.fill(HAN, 0x3400, 0xa000);
  kinds.fill(LATIN, 97, 123);
  for (const char of book.softGaps) kinds[char.charCodeAt(0)] = SOFT;
  for (const char of book.gaps) kinds[char.charCodeAt(0)] = GAP;
  return kinds;
}

/** What comes out may be part of a disguise itself: 食.zhong.毒. */
const MOST_ROUNDS = 3;
/** A longer text is read through once: each round copies it. */
const SHORT_TEXT = 5000;

function unmask(view: TextView, tools: Tools): TextView {
  const rounds = view.text.length > SHORT_TEXT ? 1 : MOST_ROUNDS;
  let read = view;
  for (let round = 0; round < rounds; round += 1) {
    const next = unmaskOnce(read, tools);
    if (next === read) break;
    read = next;
  }
  return read;
}

function unmaskOnce(view: TextView, tools: Tools): TextView {
  const suspects = suspectsIn(view.text, tools);
  if (suspects.length === 0) return view;
  const letters = suspects.filter((one) => one.letters).flatMap((one) => readLetters(view.text, one, tools));
  const tried = suspects.filter((one) => !one.letters);
  const kept = tried.length === 0 ? [] : confirmed(view.text, tried, tools);
  const rewrites = [...letters, ...kept].sort((a, b) => a.start - b.start);
  return rewrites.length === 0 ? view : rewritten(view, rewrites);
}

interface Suspect extends Rewrite {
  letters: boolean;
  soft: boolean;
}

/** Where a disguise may be, in one pass over the text. */
function suspectsIn(text: string, { kinds, isPiece, pieces }: Tools): Suspect[] {
  const suspects: Suspect[] = [];
  let before = 0;
  for (let at = 0; at < text.length && suspects.length < MOST; at += 1) {
    const unit = text.charCodeAt(at);
    const kind = kinds[unit]!;
    if (kind === HAN) {
      const split = isPiece[unit] === 1 ? pieceAt(text, at, pieces.get(unit)!) : null;
      if (split) {
        const end = at + split.written.length;
        suspects.push({ start: at, end, text: split.char, letters: false, soft: false });
        at = end - 1;
      }
    } else if (kind !== 0) {
      const end = runEnd(text, at, kind, kinds);
      const after = kinds[text.charCodeAt(end)] ?? 0;
      // Marks at the end of a clause are most runs, and none of them is looked at closer.
      if ((before === HAN || after === HAN) && isSuspect(text, { start: at, end, kind, before, after }, kinds))
        suspects.push({ start: at, end, text: '', letters: kind === LATIN, soft: kind === SOFT });
      at = end - 1;
    }
    before = kind;
  }
  return suspects;
}

/** A plain loop: nearly every post has some characters that could begin a split one. */
function pieceAt(text: string, at: number, ways: readonly Piece[]): Piece | null {
  for (let way = 0; way < ways.length; way += 1) if (text.startsWith(ways[way]!.written, at)) return ways[way]!;
  return null;
}

interface Run {
  start: number;
  end: number;
  kind: number;
  before: number;
  after: number;
}

const LONGEST_LETTERS = 24;

/** Letters beside a Chinese character; a short gap between two. */
function isSuspect(text: string, { start, end, kind, before, after }: Run, kinds: Uint8Array): boolean {
  const length = end - start;
  if (kind === LATIN) return length >= 2 && length <= LONGEST_LETTERS && (before === HAN || after === HAN);
  if (before !== HAN || after !== HAN || length > LONGEST_GAP) return false;
  return kind === GAP || isLone(text, start, end, kinds);
}

/** A soft gap counts only beside a character that stands by itself: 食【物】中. */
const isLone = (text: string, at: number, end: number, kinds: Uint8Array): boolean =>
  kinds[text.charCodeAt(at - 2)] !== HAN || kinds[text.charCodeAt(end + 1)] !== HAN;

function runEnd(text: string, at: number, kind: number, kinds: Uint8Array): number {
  let end = at + 1;
  while (end < text.length && kinds[text.charCodeAt(end)] === kind) end += 1;
  return end;
}

/** zhong毒, or zf in the list of short forms. */
function readLetters(text: string, { start, end }: Suspect, { kinds, spelt, words }: Tools): Rewrite[] {
  const run = text.slice(start, end);
  const short = spelt.get(run);
  if (short !== undefined) return [{ start, end, text: short }];
  const left = hansBefore(text, start, kinds);
  const right = hansAfter(text, end, kinds);
  const found = words.find(left, run, right);
  if (!found) return [];
  let from = start;
  return found.syllables.map((syllable, index) => {
    const piece = { start: from, end: from + syllable.length, text: found.chars[index]! };
    from = piece.end;
    return piece;
  });
}

function hansBefore(text: string, at: number, kinds: Uint8Array): string {
  let start = at;
  while (start > 0 && at - start < 5 && kinds[text.charCodeAt(start - 1)] === HAN) start -= 1;
  return text.slice(start, at);
}

function hansAfter(text: string, at: number, kinds: Uint8Array): string {
  let end = at;
  while (end < text.length && end - at < 5 && kinds[text.charCodeAt(end)] === HAN) end += 1;
  return text.slice(at, end);
}

/** Undoes all suspects in a copy and keeps those that lie inside a word there. */
function confirmed(text: string, suspects: readonly Suspect[], { matchers }: Tools): Suspect[] {
  const trial = apply(text, suspects);
  const words = wordsAround(trial, suspects, matchers);
  const ends = new Set(words.map((word) => word.end));
  const starts = new Set(words.map((word) => word.start));
  const kept = new Set<number>();
  for (const word of words) {
    const inside = trial.firstFrom(word.start);
    const own: number[] = [];
    for (let index = inside; index < suspects.length && trial.at[index]! < word.end; index += 1)
      if (suspects[index]!.text !== '' || trial.at[index]! > word.start) own.push(index);
    if (own.length > 0 && isDisguised(word, own, { suspects, at: trial.at, ends, starts }))
      for (const index of own) kept.add(index);
  }
  return suspects.filter((_, index) => kept.has(index));
}

/** No word of the rulebooks reaches further than this. */
const REACH = 10;

/** Words of two characters and more near the suspects; what stands further away decides nothing. */
function wordsAround(
  trial: { text: string; at: readonly number[] },
  suspects: readonly Suspect[],
  matchers: readonly WordMatcher[],
): { start: number; end: number }[] {
  const words: { start: number; end: number }[] = [];
  for (let index = 0; index < suspects.length;) {
    const from = Math.max(0, trial.at[index]! - REACH);
    let to = trial.at[index]! + REACH;
    for (index += 1; index < suspects.length && trial.at[index]! - REACH <= to; index += 1)
      to = trial.at[index]! + REACH;
    const part = trial.text.slice(from, to);
    for (const matcher of matchers)
      matcher.scan(part, (_, start, end) => {
        if (end - start > 1) words.push({ start: from + start, end: from + end });
      });
  }
  return words;
}

interface Trial {
  suspects: readonly Suspect[];
  at: readonly number[];
  ends: ReadonlySet<number>;
  starts: ReadonlySet<number>;
}

/** One gap between two words that stand by themselves is only a blank; soft gaps must part every character. */
function isDisguised(word: { start: number; end: number }, own: readonly number[], trial: Trial): boolean {
  const length = word.end - word.start;
  const gaps = own.filter((index) => trial.suspects[index]!.text === '');
  if (gaps.some((index) => trial.suspects[index]!.soft)) return length > 2 && gaps.length === length - 1;
  if (gaps.length !== 1 || gaps.length < own.length) return true;
  const at = trial.at[gaps[0]!]!;
  return !trial.ends.has(at) && !trial.starts.has(at);
}

/** The text with all suspects undone, and where each stands in it. */
function apply(
  text: string,
  suspects: readonly Suspect[],
): { text: string; at: number[]; firstFrom(position: number): number } {
  const parts: string[] = [];
  const at: number[] = [];
  let from = 0;
  let length = 0;
  for (const suspect of suspects) {
    const before = text.slice(from, suspect.start);
    parts.push(before, suspect.text);
    length += before.length;
    at.push(length);
    length += suspect.text.length;
    from = suspect.end;
  }
  parts.push(text.slice(from));
  return { text: parts.join(''), at, firstFrom: (position) => firstNotBelow(at, position) };
}

function firstNotBelow(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
