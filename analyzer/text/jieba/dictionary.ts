import { readFileSync } from 'node:fs';
import { DEFAULT_DICT, DEFAULT_HMM_DICT, DEFAULT_IDF_DICT, DEFAULT_STOP_WORD_DICT } from 'nodejs-jieba';
import { AppError } from '../../../platform/runtime/errors.ts';
import { createPrefixTable, MOST_NOTE, nodeOf, noteOf, setNote, type PrefixTable } from './prefix-table.ts';
import { loadHmm, type Hmm } from './hmm.ts';

/**
 * The dictionaries nodejs-jieba ships (and the customer's own words) in one trie. A node that ends a word of the dictionary has the logarithm
 * of its share as value; nodes also stand for the words the corpus of the weights counted.
 */
export interface Dictionary {
  table: PrefixTable;
  hmm: Hmm;
  /** Logarithm of the share of the rarest word: what an unknown character counts. */
  least: number;
  /** 1 for characters the customer listed as words: never joined to others. */
  lone: Uint8Array;
  /** How telling a word is (inverse document frequency) by the note of its node, see `rarityOf`. */
  rarities: Float64Array;
}

const PERSON = 1;

/** How telling a word is; 0 for stop words, less than the mean for words the corpus of the weights has not seen. */
export const rarityOf = ({ table, rarities }: Dictionary, node: number): number =>
  rarities[node === 0 ? 0 : noteOf(table, node) >>> 1]!;

/** It is cut by: words only the corpus of the weights counted, names mostly, are not. */
export const isListed = ({ table }: Dictionary, node: number): boolean => node !== 0 && table.values[2 * node + 1]! < 0;

/** The dictionary calls it a person's name. */
export const isPersonName = ({ table }: Dictionary, node: number): boolean =>
  node !== 0 && (noteOf(table, node) & PERSON) === PERSON;

export interface DictionaryFiles {
  dict: string;
  hmm: string;
  user: string;
  idf: string;
  stopWords: string;
}

export const jiebaFiles = (user: string): DictionaryFiles => ({
  ...{ dict: DEFAULT_DICT, hmm: DEFAULT_HMM_DICT, idf: DEFAULT_IDF_DICT, stopWords: DEFAULT_STOP_WORD_DICT },
  user,
});

interface Row {
  word: string;
  weight: number;
  person: boolean;
}

/** Reads and lays out everything (about 0.6 s and 30 MB; the native library takes 1 s and 245 MB). */
export function loadDictionary(files: DictionaryFiles): Dictionary {
  const rows = readRows(files.dict);
  const sum = rows.reduce((all, row) => all + row.weight, 0);
  for (const row of rows) row.weight = Math.log(row.weight / sum);
  const ranked = Float64Array.from(rows, (row) => row.weight).sort();
  const own = readUserRows(files.user, sum, ranked[ranked.length >> 1]!);
  const rarities = readRarities(files.idf);
  const stopWords = readFileSync(files.stopWords, 'utf8')
    .split('\n')
    .map((word) => word.trim());
  const words = [...rows.map((row) => row.word), ...own.map((row) => row.word)];
  for (const word of rarities.words) words.push(word);
  for (const word of stopWords) words.push(word);
  const table = createPrefixTable(words);
  const lone = new Uint8Array(0x10000);
  for (const { word } of own) if (word.length === 1) lone[word.charCodeAt(0)] = 1;
  for (const { word, weight } of [...rows, ...own]) table.values[2 * nodeOf(table, word) + 1] = weight;
  const hmm = loadHmm(files.hmm);
  return { table, lone, hmm, least: ranked[0]!, rarities: takeNotes(table, [...rows, ...own], rarities, stopWords) };
}

/** `word count tag`, as many as 350,000; read without a string a line. */
function readRows(file: string): Row[] {
  const text = readFileSync(file, 'utf8');
  const rows: Row[] = [];
  for (let from = 0; from < text.length;) {
    const found = text.indexOf('\n', from);
    const end = found < 0 ? text.length : found;
    const blank = text.indexOf(' ', from);
    const second = text.indexOf(' ', blank + 1);
    if (blank > from && second > blank && second < end)
      rows.push({
        word: text.slice(from, blank),
        weight: Number(text.slice(blank + 1, second)),
        person: text.startsWith('nr', second + 1),
      });
    from = end + 1;
  }
  return rows;
}

/** `word [count] [tag]`; without a count as frequent as the middle word of the dictionary. */
function readUserRows(file: string, sum: number, middle: number): Row[] {
  const rows: Row[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [word = '', ...rest] = line.split(' ');
    if (word === '' || rest.length > 2) continue;
    const weight = rest.length === 2 ? Math.log(Number.parseInt(rest[0]!, 10) / sum) : middle;
    rows.push({ word, weight, person: (rest[1] ?? rest[0] ?? '').startsWith('nr') });
  }
  return rows;
}

interface Rarities {
  words: string[];
  weights: number[];
}

const LONGEST_WORD = 8;

function readRarities(file: string): Rarities {
  const text = readFileSync(file, 'utf8');
  const found: Rarities = { words: [], weights: [] };
  for (let from = 0; from < text.length;) {
    const stop = text.indexOf('\n', from);
    const end = stop < 0 ? text.length : stop;
    const blank = text.indexOf(' ', from);
    if (blank - from >= 2 && blank - from <= LONGEST_WORD && blank < end) {
      found.words.push(text.slice(from, blank));
      found.weights.push(Number(text.slice(blank + 1, end)));
    }
    from = end + 1;
  }
  return found;
}

const GUESSED = 0.6;

/** Writes on every node its rarity and whether it names a person. @returns the rarities by number; 0 is what words without one count */
function takeNotes(table: PrefixTable, rows: Row[], told: Rarities, stopWords: string[]): Float64Array {
  // What jieba only guesses to be a word is less telling than a middling one it knows.
  const sum = told.weights.reduce((all, weight) => all + weight, 0);
  const rarities = [(GUESSED * sum) / Math.max(1, told.weights.length)];
  const numbers = new Map<number, number>();
  const numberOf = (rarity: number): number => {
    const before = numbers.get(rarity);
    if (before !== undefined) return before;
    numbers.set(rarity, rarities.length);
    return rarities.push(rarity) - 1;
  };
  told.words.forEach((word, at) => setNote(table, nodeOf(table, word), numberOf(told.weights[at]!) << 1));
  const silent = numberOf(0) << 1;
  for (const word of stopWords) if (word !== '') setNote(table, nodeOf(table, word), silent);
  for (const { word, person } of rows) {
    const node = nodeOf(table, word);
    setNote(table, node, (noteOf(table, node) & ~PERSON) | (person ? PERSON : 0));
  }
  if (2 * rarities.length > MOST_NOTE) throw new AppError('misconfigured', '分词词典的权重种类过多。');
  return Float64Array.from(rarities);
}
