import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  cut,
  cutForSearch,
  DEFAULT_DICT,
  DEFAULT_HMM_DICT,
  DEFAULT_IDF_DICT,
  DEFAULT_STOP_WORD_DICT,
  load,
  tag,
} from 'nodejs-jieba';
import { AppError } from '../../platform/runtime/errors.ts';

/** Words of a text; behind this line jieba can be exchanged. Models and lexicons must be trained and run with the same one. */
export interface Segmenter {
  /** Words in order; joined they give the (well-formed) text back. */
  cut(text: string): string[];
  /** Words and the shorter words inside them, for a search index. */
  searchWords(text: string): string[];
  /** How telling a word is (inverse document frequency of jieba's corpus); 0 for stop words, less than the mean for words it has not seen. */
  weight(word: string): number;
  /** Names of persons. */
  isPerson(word: string): boolean;
}

const MAX_CUT = 20_000;
const USE_HMM = true; // the binding calls this flag `strict` and defaults to false; tag and extract always use it

let loadedWith: string | null = null;

/**
 * Loads jieba once a thread (about 1 s, 245 MB). A missing dictionary aborts the whole process inside the library,
 * so every file is looked at first.
 * @throws AppError 'misconfigured' when a dictionary file is missing
 */
export function loadSegmenter(configFolder: string): Segmenter {
  const userDict = join(configFolder, 'dictionaries', 'user.dict');
  for (const file of [userDict, DEFAULT_DICT, DEFAULT_HMM_DICT, DEFAULT_IDF_DICT, DEFAULT_STOP_WORD_DICT])
    if (!existsSync(file)) throw new AppError('misconfigured', `分词词典不存在：${file}`);
  if (loadedWith !== userDict) {
    load({ userDict });
    loadedWith = userDict;
  }
  return {
    cut: (text) => (text === '' ? [] : cut(prepare(text), USE_HMM)),
    searchWords: (text) => (text === '' ? [] : cutForSearch(prepare(text), USE_HMM)),
    weight: readWeights(),
    isPerson: rememberPersons(),
  };
}

/** Lone surrogates would come back as U+FFFD; a cut never goes through a pair. */
const prepare = (text: string): string => wellFormed(text.length > MAX_CUT ? text.slice(0, MAX_CUT) : text);

/** In Node since 20, in the type library only from ES2024 on. */
const wellFormed = (text: string): string => (text as string & { toWellFormed(): string }).toWellFormed();

/** Words of the corpus jieba counted, about 260,000; 0.2 s and 25 MB a thread. */
function readWeights(): (word: string) => number {
  const weights = new Map<string, number>();
  let sum = 0;
  for (const line of readFileSync(DEFAULT_IDF_DICT, 'utf8').split('\n')) {
    const blank = line.indexOf(' ');
    if (blank < 2 || blank > LONGEST_WORD) continue;
    const weight = Number(line.slice(blank + 1));
    weights.set(line.slice(0, blank), weight);
    sum += weight;
  }
  // What jieba only guesses to be a word is less telling than a middling one it knows.
  const unseen = (GUESSED * sum) / Math.max(1, weights.size);
  for (const word of readFileSync(DEFAULT_STOP_WORD_DICT, 'utf8').split('\n')) weights.set(word.trim(), 0);
  return (word) => weights.get(word) ?? unseen;
}

const GUESSED = 0.6;
const LONGEST_WORD = 8;
/** Asking jieba for the kind of a word costs more than cutting a post; the words of one stream come back. */
const REMEMBERED = 50_000;

function rememberPersons(): (word: string) => boolean {
  const known = new Map<string, boolean>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const kind = tag(prepare(word))[0];
    const person = kind?.word === word && kind.tag.startsWith('nr');
    known.set(word, person);
    return person;
  };
}
