import { spellings, type Pinyin } from './pinyin.ts';

/** The word found for letters, and which of its characters they stand for. */
export interface SpeltWord {
  /** Characters in place of the letters, one a syllable. */
  chars: string[];
  syllables: string[];
}

export interface SpeltWords {
  /** The longest word that the letters form with the characters beside them; null when none does. */
  find(left: string, letters: string, right: string): SpeltWord | null;
}

const CONTEXT = 4;
const LONGEST_WORD = 7;
/** Two syllables alone may be any word, and English besides. */
const ALONE = 3;

/** `words` of two characters and more, all in the pinyin list. The index is built with the first letters that are met. */
export function createSpeltWords(words: Iterable<string>, pinyin: Pinyin): SpeltWords {
  let index: Map<string, string[]> | null = null;
  const lookUp = (key: string): readonly string[] => (index ??= indexOf(words, pinyin)).get(key) ?? [];
  return {
    find(left, letters, right) {
      let best: (SpeltWord & { length: number }) | null = null;
      for (const syllables of spellings(letters, pinyin)) {
        const found = findWord(left.slice(-CONTEXT), syllables, right.slice(0, CONTEXT), pinyin, lookUp);
        if (found && (!best || found.length > best.length)) best = found;
      }
      return best;
    },
  };
}

function indexOf(words: Iterable<string>, pinyin: Pinyin): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < 2 || word.length > LONGEST_WORD) continue;
    for (const key of keysOf(word, pinyin)) {
      const known = index.get(key);
      if (known) known.push(word);
      else index.set(key, [word]);
    }
  }
  return index;
}

const MOST_KEYS = 4;

/** Readings of a word, joined; several where a character has several. Empty when a character has none. */
function keysOf(word: string, pinyin: Pinyin): string[] {
  let keys = [''];
  for (const char of word) {
    const readings = pinyin.readings(char);
    keys = keys.flatMap((key) => readings.map((reading) => (key === '' ? reading : `${key} ${reading}`)));
    if (keys.length > MOST_KEYS) keys = keys.slice(0, MOST_KEYS);
  }
  return keys;
}

type LookUp = (key: string) => readonly string[];

/** The longest word that takes some characters of the left, all syllables, and some of the right. */
function findWord(
  left: string,
  syllables: string[],
  right: string,
  pinyin: Pinyin,
  lookUp: LookUp,
): (SpeltWord & { length: number }) | null {
  for (let length = LONGEST_WORD; length >= 2; length -= 1)
    for (let before = Math.min(left.length, length - syllables.length); before >= 0; before -= 1) {
      const after = length - syllables.length - before;
      if (after > right.length || (before + after === 0 && syllables.length < ALONE)) continue;
      const head = left.slice(left.length - before);
      const tail = right.slice(0, after);
      const word = wordBetween(head, syllables, tail, pinyin, lookUp);
      if (word) return { chars: [...word.slice(before, word.length - after)], syllables, length };
    }
  return null;
}

function wordBetween(head: string, syllables: string[], tail: string, pinyin: Pinyin, lookUp: LookUp): string | null {
  const lasts = keysOf(tail, pinyin);
  for (const first of keysOf(head, pinyin))
    for (const last of lasts) {
      const key = [first, ...syllables, last].filter((part) => part !== '').join(' ');
      const word = lookUp(key).find((one) => one.startsWith(head) && one.endsWith(tail));
      if (word !== undefined) return word;
    }
  return null;
}
