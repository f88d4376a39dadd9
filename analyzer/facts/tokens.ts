import { readQuantity, type Quantity } from './quantities.ts';
import type { FactWords, Mark, Role } from './words.ts';

export interface RoleToken {
  kind: 'role';
  role: Role;
  /** Counts only directly beside a number. */
  short: boolean;
  start: number;
  end: number;
}
export interface QuantityToken extends Quantity {
  kind: 'quantity';
}
export type Token = RoleToken | QuantityToken;

export interface MarkToken {
  mark: Mark;
  start: number;
  end: number;
}
export interface Sentence {
  start: number;
  end: number;
  tokens: Token[];
  /** By start. */
  marks: MarkToken[];
}
export interface Place {
  start: number;
  end: number;
}

/** A sentence without casualties may still lead to another event, take hearsay back, say who lies in hospital or after what. */
const SPEAKING: readonly Mark[] = ['refuted', 'past', 'admitted', 'accident'];
const ENDS = '。!?;\n';
/** More numbers, roles or marks than this in one sentence are not a report; the caps keep hostile texts cheap. */
const MOST = 60;
const MOST_IN_ALL = 600;
/** Of each kind of word; the text beyond is no report either. */
const MOST_KEPT = 4 * MOST_IN_ALL;

export interface FactText {
  sentences: Sentence[];
  /** 司机, 老人 … for deaths told without a number. */
  persons: Place[];
}

/** Cuts the view into sentences with their numbers and roles. Cheap when no role word is there at all. */
export function readTokens(view: string, words: FactWords): FactText {
  const roles: RoleToken[] = [];
  const marks: MarkToken[] = [];
  const persons: Place[] = [];
  words.matcher.scan(view, (word, start, end) => {
    for (const entry of words.entries[word]!) {
      if ('mark' in entry) {
        if (marks.length < MOST_KEPT) marks.push({ mark: entry.mark, start, end });
      } else if ('person' in entry) {
        if (persons.length < MOST_KEPT) persons.push({ start, end });
      } else if (roles.length < MOST_KEPT)
        roles.push({ kind: 'role', role: entry.role, short: entry.short, start, end });
    }
  });
  const told = roles.length > 0 || marks.some(({ mark }) => mark === 'admitted');
  return { sentences: told ? split(view, longest(roles), marks, words) : [], persons };
}

/** Leftmost longest, without overlaps; a full word beats a short one of the same place. */
function longest(roles: RoleToken[]): RoleToken[] {
  const sorted = roles.sort((a, b) => a.start - b.start || b.end - a.end || Number(a.short) - Number(b.short));
  const kept: RoleToken[] = [];
  for (const role of sorted) {
    const last = kept[kept.length - 1];
    if (!last || role.start >= last.end) kept.push(role);
  }
  return kept;
}

function split(view: string, roles: RoleToken[], marks: MarkToken[], words: FactWords): Sentence[] {
  const sentences: Sentence[] = [];
  let role = 0;
  let mark = 0;
  let taken = 0;
  const byStart = marks.sort((a, b) => a.start - b.start || b.end - a.end);
  for (let start = 0; start < view.length && taken < MOST_IN_ALL;) {
    let end = start;
    while (end < view.length && !ENDS.includes(view[end]!)) end += 1;
    const sentence: Sentence = { start, end, tokens: [], marks: [] };
    for (; role < roles.length && roles[role]!.start < end; role += 1)
      if (sentence.tokens.length < MOST) sentence.tokens.push(roles[role]!);
    for (; mark < byStart.length && byStart[mark]!.start < end; mark += 1)
      if (sentence.marks.length < MOST) sentence.marks.push(byStart[mark]!);
    taken += sentence.tokens.length + 1;
    if (sentence.tokens.length > 0 || sentence.marks.some(({ mark: kind }) => SPEAKING.includes(kind)))
      sentences.push(withQuantities(view, sentence, words));
    start = end + 1;
  }
  return sentences;
}

function withQuantities(view: string, sentence: Sentence, words: FactWords): Sentence {
  const tokens: Token[] = [...sentence.tokens];
  for (let at = sentence.start; at < sentence.end && tokens.length < 2 * MOST;) {
    const quantity = readQuantity(view, at, words.quantities);
    if (quantity && !('skipTo' in quantity)) tokens.push(toToken(quantity));
    at = quantity ? Math.max('skipTo' in quantity ? quantity.skipTo : quantity.end, at + 1) : at + 1;
  }
  tokens.sort((a, b) => a.start - b.start || a.end - b.end);
  const { start, end, marks } = sentence;
  return { start, end, tokens, marks };
}

const toToken = ({ low, high, start, end, people, yuan }: Quantity): QuantityToken => ({
  kind: 'quantity',
  low,
  high,
  start,
  end,
  people,
  yuan,
});
