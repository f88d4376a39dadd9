import type { FactsBook } from '../../config/schema/facts.ts';
import { createMatcher, type WordMatcher } from '../text/aho-corasick.ts';
import { foldTerm } from '../text/view.ts';
import { quantityWords, readQuantity, type Quantity } from './quantities.ts';

export type Role = keyof FactsBook['roles'];
export interface RoleToken {
  kind: 'role';
  role: Role;
  /** Counts only directly after a number. */
  short: boolean;
  start: number;
  end: number;
}
export interface QuantityToken extends Quantity {
  kind: 'quantity';
}
export type Token = RoleToken | QuantityToken;

/** Words that change what a whole sentence is about. */
export type Mark = 'denial' | 'notYet' | 'past' | 'unreal' | 'poisonContext';

export interface Sentence {
  start: number;
  end: number;
  tokens: Token[];
  marks: { mark: Mark; start: number; end: number }[];
}

type Entry = { role: Role; short: boolean } | { mark: Mark } | { person: true };

/** The words of facts.yaml in one automaton. */
export interface FactWords {
  matcher: WordMatcher;
  entries: Entry[][];
  quantities: ReturnType<typeof quantityWords>;
}

export function compileFactWords(book: FactsBook): FactWords {
  const byWord = new Map<string, Entry[]>();
  const add = (words: readonly string[], entry: Entry): void => {
    for (const word of words.map(foldTerm)) byWord.set(word, [...(byWord.get(word) ?? []), entry]);
  };
  for (const [role, words] of Object.entries(book.short)) add(words, { role: role as Role, short: true });
  for (const [role, words] of Object.entries(book.roles)) add(words, { role: role as Role, short: false });
  for (const mark of ['denial', 'notYet', 'past', 'unreal', 'poisonContext'] as const) add(book[mark], { mark });
  add(book.persons, { person: true });
  const matcher = createMatcher(byWord.keys());
  return { matcher, entries: matcher.words.map((word) => byWord.get(word)!), quantities: quantityWords(book) };
}

const ENDS = '。!?;\n';
/** More numbers, roles or marks than this in one sentence are not a report; the cap keeps hostile texts cheap. */
const MOST = 150;

export interface FactText {
  sentences: Sentence[];
  /** 司机, 老人 … for deaths told without a number. */
  persons: { start: number; end: number }[];
  told: boolean;
}

/** Cuts the view into sentences with their numbers and roles. Cheap when no role word is there at all. */
export function readTokens(view: string, words: FactWords): FactText {
  const roles: RoleToken[] = [];
  const marks: Sentence['marks'] = [];
  const persons: { start: number; end: number }[] = [];
  words.matcher.scan(view, (word, start, end) => {
    for (const entry of words.entries[word]!) {
      if ('mark' in entry) marks.push({ mark: entry.mark, start, end });
      else if ('person' in entry) {
        if (persons.length < MOST) persons.push({ start, end });
      } else roles.push({ kind: 'role', ...entry, start, end });
    }
  });
  if (roles.length === 0) return { sentences: [], persons, told: false };
  const tokens: Token[] = longest(roles);
  return { sentences: split(view, tokens, marks, words), persons, told: true };
}

/** Leftmost longest, without overlaps; a full word beats a short one of the same place. */
function longest(roles: RoleToken[]): RoleToken[] {
  const sorted = [...roles].sort((a, b) => a.start - b.start || b.end - a.end || Number(a.short) - Number(b.short));
  const kept: RoleToken[] = [];
  for (const role of sorted) {
    const last = kept[kept.length - 1];
    if (!last || role.start >= last.end) kept.push(role);
  }
  return kept;
}

function split(view: string, roles: Token[], marks: Sentence['marks'], words: FactWords): Sentence[] {
  const sentences: Sentence[] = [];
  let role = 0;
  let mark = 0;
  const marksByStart = [...marks].sort((a, b) => a.start - b.start);
  for (let start = 0; start < view.length;) {
    let end = start;
    while (end < view.length && !ENDS.includes(view[end]!)) end += 1;
    const sentence: Sentence = { start, end, tokens: [], marks: [] };
    for (; role < roles.length && roles[role]!.start < end; role += 1)
      if (sentence.tokens.length < MOST) sentence.tokens.push(roles[role]!);
    for (; mark < marksByStart.length && marksByStart[mark]!.start < end; mark += 1)
      if (sentence.marks.length < MOST) sentence.marks.push(marksByStart[mark]!);
    if (sentence.tokens.length > 0) sentences.push(withQuantities(view, sentence, words));
    start = end + 1;
  }
  return sentences;
}

function withQuantities(view: string, sentence: Sentence, words: FactWords): Sentence {
  const tokens: Token[] = [...sentence.tokens];
  for (let at = sentence.start; at < sentence.end && tokens.length < 2 * MOST;) {
    const quantity = readQuantity(view, at, words.quantities);
    if (!quantity) {
      at += 1;
      continue;
    }
    tokens.push({ kind: 'quantity', ...quantity });
    at = Math.max(quantity.end, at + 1);
  }
  tokens.sort((a, b) => a.start - b.start || a.end - b.end);
  return { ...sentence, tokens };
}
