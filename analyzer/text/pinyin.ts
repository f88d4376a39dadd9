import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Readings of characters without tones. */
export interface Pinyin {
  syllables: ReadonlySet<string>;
  /** At most three readings of a character, [] for one that is not in the list. */
  readings(char: string): readonly string[];
}

/** config/dictionaries/pinyin.txt: one line a syllable, `zhong 中重种…`. */
export function loadPinyin(configFolder: string): Pinyin {
  const byChar = new Map<string, string[]>();
  const syllables = new Set<string>();
  for (const line of readFileSync(join(configFolder, 'dictionaries', 'pinyin.txt'), 'utf8').split('\n')) {
    const [syllable = '', chars = ''] = line.split(' ');
    if (syllable === '' || syllable === '#') continue;
    syllables.add(syllable);
    for (const char of chars) {
      const known = byChar.get(char);
      if (known) known.push(syllable);
      else byChar.set(char, [syllable]);
    }
  }
  return { syllables, readings: (char) => byChar.get(char) ?? [] };
}

const LONGEST_SYLLABLE = 6;
const MOST_SYLLABLES = 6;
const MOST_WAYS = 8;

/** All ways to read letters as syllables of two letters and more: xian is one, or xi-an. */
export function spellings(letters: string, pinyin: Pinyin): string[][] {
  const ways: string[][] = [];
  const walk = (at: number, path: string[]): void => {
    if (ways.length >= MOST_WAYS) return;
    if (at === letters.length) return void ways.push([...path]);
    if (path.length >= MOST_SYLLABLES) return;
    for (let end = Math.min(letters.length, at + LONGEST_SYLLABLE); end >= at + 2; end -= 1) {
      const syllable = letters.slice(at, end);
      if (!pinyin.syllables.has(syllable)) continue;
      path.push(syllable);
      walk(end, path);
      path.pop();
    }
  };
  walk(0, []);
  return ways;
}
