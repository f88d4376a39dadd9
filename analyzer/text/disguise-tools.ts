import type { DisguisesBook } from '../../config/schema/disguises.ts';
import type { WordMatcher } from './aho-corasick.ts';
import type { Pinyin } from './pinyin.ts';
import { createSpeltWords, type SpeltWords } from './spelt-words.ts';

// Kinds of characters, as far as disguises are concerned; 0 = none of these.
export const HAN = 1;
export const GAP = 2;
export const SOFT = 3;
export const LATIN = 4;

/** A character written as two or more: 火暴 for 爆. */
export interface Piece {
  written: string;
  char: string;
}

/** disguises.yaml and the words a disguise may hide, made ready once a thread. */
export interface DisguiseTools {
  kinds: Uint8Array;
  /** 1 where a character may be the first piece of a split one. */
  isPiece: Uint8Array;
  /** By the unit they begin with. */
  pieces: ReadonlyMap<number, readonly Piece[]>;
  spelt: ReadonlyMap<string, string>;
  words: SpeltWords;
  matchers: readonly WordMatcher[];
}

export function disguiseTools(book: DisguisesBook, pinyin: Pinyin, matchers: readonly WordMatcher[]): DisguiseTools {
  const pieces = new Map<number, Piece[]>();
  for (const [char, ways] of Object.entries(book.splits))
    for (const written of ways) {
      const first = written.charCodeAt(0);
      pieces.set(first, [...(pieces.get(first) ?? []), { written, char }]);
    }
  const vocabulary = function* (): Generator<string> {
    for (const matcher of matchers) yield* matcher.words;
  };
  return {
    kinds: kindsOf(book),
    isPiece: flagsOf(pieces.keys()),
    pieces,
    spelt: new Map(Object.entries(book.spelt)),
    words: createSpeltWords({ [Symbol.iterator]: vocabulary }, pinyin),
    matchers,
  };
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
