import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../platform/runtime/errors.ts';
import { createCutter, MOST_UNITS, type Words } from './jieba/cutter.ts';
import { isPersonName, jiebaFiles, loadDictionary, type Dictionary } from './jieba/dictionary.ts';
import { createDistinctWords, type DistinctWords } from './jieba/distinct-words.ts';

/**
 * Words of a text, as nodejs-jieba cuts them (its dictionaries, the same algorithm: text/jieba). Models and lexicons must be trained and run
 * with the same segmenter. Belongs to one thread.
 */
export interface Segmenter {
  /** Words side by side; joined they give the text back, up to MOST_UNITS. The answer is used again by the next call. */
  segment(text: string, most?: number): Words;
  /** The same as strings. */
  cut(text: string): string[];
  /** Names of persons. */
  isPerson(word: string): boolean;
  dictionary: Dictionary;
  /** Room to count the words of one text in; whoever uses it begins with `clear`. */
  distinct: DistinctWords;
}

/** Once a thread: the dictionaries are read only once however often they are asked for. */
let loaded: { userDict: string; dictionary: Dictionary } | null = null;

/**
 * Loads the dictionaries once a thread (about 0.7 s, 40 MB).
 * @throws AppError 'misconfigured' when a dictionary file is missing
 */
export function loadSegmenter(configFolder: string): Segmenter {
  const userDict = join(configFolder, 'dictionaries', 'user.dict');
  const files = jiebaFiles(userDict);
  for (const file of Object.values(files))
    if (!existsSync(file)) throw new AppError('misconfigured', `分词词典不存在：${file}`);
  if (loaded?.userDict !== userDict) loaded = { userDict, dictionary: loadDictionary(files) };
  return createSegmenter(loaded.dictionary);
}

export function createSegmenter(dictionary: Dictionary): Segmenter {
  const segment = createCutter(dictionary);
  return {
    ...{ dictionary, segment, isPerson: createPersons(dictionary) },
    cut: (text) => stringsOf(text, segment(text)),
    distinct: createDistinctWords(3 * MOST_UNITS),
  };
}

function stringsOf(text: string, { ends, count }: Words): string[] {
  const words: string[] = [];
  let begin = 0;
  for (let at = 0; at < count; at += 1) words.push(text.slice(begin, (begin = ends[at]!)));
  return words;
}

/** A name of the dictionary that jieba does not cut up when it stands alone. Has rooms of its own: asked while another text is being read. */
function createPersons(dictionary: Dictionary): (word: string) => boolean {
  const cut = createCutter(dictionary);
  return (word) => {
    if (word === '') return false;
    const { count, nodes } = cut(word);
    return count === 1 && isPersonName(dictionary, nodes[0]!);
  };
}
