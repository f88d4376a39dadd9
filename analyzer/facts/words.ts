import type { FactsBook } from '../../config/schema/facts.ts';
import { createMatcher, type WordMatcher } from '../text/aho-corasick.ts';
import { foldTerm } from '../text/view.ts';
import { quantityWords, type QuantityWords } from './quantities.ts';

export type Role = keyof FactsBook['roles'];
/** Who says it, in the order of authority of rules.md §4.2. */
export type FactSource = keyof FactsBook['sources'];

type BookMark = (typeof BOOK_MARKS)[number];
const BOOK_MARKS = [
  'denial',
  'notYet',
  'past',
  'present',
  'unreal',
  'unrealClause',
  'drill',
  'poisonContext',
  'admitted',
  'accident',
  'superseded',
  'increment',
  'corrected',
  'refuted',
  'notSo',
  'guess',
  'saying',
] as const satisfies readonly (keyof FactsBook)[];

/** Words that change what a number or a whole sentence is about. */
export type Mark = BookMark | FactSource;

type Entry = { role: Role; short: boolean } | { mark: Mark } | { person: true };

/** The words of facts.yaml in one automaton. */
export interface FactWords {
  matcher: WordMatcher;
  entries: Entry[][];
  quantities: QuantityWords;
}

export function compileFactWords(book: FactsBook): FactWords {
  const byWord = new Map<string, Entry[]>();
  const add = (words: readonly string[], entry: Entry): void => {
    for (const word of words.map(foldTerm)) byWord.set(word, [...(byWord.get(word) ?? []), entry]);
  };
  for (const [role, words] of Object.entries(book.short)) add(words, { role: role as Role, short: true });
  for (const [role, words] of Object.entries(book.roles)) add(words, { role: role as Role, short: false });
  for (const mark of BOOK_MARKS) add(book[mark], { mark });
  for (const [source, words] of Object.entries(book.sources)) add(words, { mark: source as FactSource });
  add(book.persons, { person: true });
  const matcher = createMatcher(byWord.keys());
  return { matcher, entries: matcher.words.map((word) => byWord.get(word)!), quantities: quantityWords(book) };
}
