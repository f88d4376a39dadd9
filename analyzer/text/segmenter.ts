import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  cut,
  cutForSearch,
  DEFAULT_DICT,
  DEFAULT_HMM_DICT,
  DEFAULT_IDF_DICT,
  DEFAULT_STOP_WORD_DICT,
  extract,
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
  /** Up to `count` telling words that `accept` lets through, weightiest first, names of persons left out. */
  keywords(text: string, count: number, accept: (word: string) => boolean): string[];
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
    keywords: (text, count, accept) => (text === '' ? [] : telling(prepare(text), count, accept)),
  };
}

const CANDIDATES = 24;

/** Asking for the kind of a word is the dear part: only for words that may be shown. */
function telling(text: string, count: number, accept: (word: string) => boolean): string[] {
  const words: string[] = [];
  for (const { word } of extract(text, CANDIDATES)) {
    if (words.length >= count) break;
    if (word.length > 1 && accept(word) && !isPerson(word)) words.push(word);
  }
  return words;
}

/** Lone surrogates would come back as U+FFFD; a cut never goes through a pair. */
const prepare = (text: string): string => wellFormed(text.length > MAX_CUT ? text.slice(0, MAX_CUT) : text);

/** In Node since 20, in the type library only from ES2024 on. */
const wellFormed = (text: string): string => (text as string & { toWellFormed(): string }).toWellFormed();

function isPerson(word: string): boolean {
  const kind = tag(word)[0];
  return kind?.word === word && kind.tag.startsWith('nr');
}
