import type { Sentence } from './tokens.ts';

const REACH = 14;
const JOINT = /[和跟与及]/u;

/** 面包车司机身亡 says one death without a number; 女主人和孩子遇难 says two. Only used when no number is told. */
export function impliedDeaths(
  view: string,
  sentences: readonly Sentence[],
  persons: readonly { start: number; end: number }[],
): { low: number; high: number; start: number; end: number } | null {
  for (const sentence of sentences) {
    for (const token of sentence.tokens) {
      if (token.kind !== 'role' || token.role !== 'dead' || token.short) continue;
      const person = lastPerson(persons, token.start);
      if (!person || token.start - person.end > REACH) continue;
      const gap = view.slice(person.end, token.start);
      if (/[,。;:]/u.test(gap) || /未|没|无(?!效)|险些|差点/u.test(gap) || /[们等]/u.test(gap)) continue;
      const count = 1 + joinedPersons(view, persons, person);
      return { low: count, high: count, start: person.start, end: token.end };
    }
  }
  return null;
}

function lastPerson(
  persons: readonly { start: number; end: number }[],
  before: number,
): { start: number; end: number } | null {
  let found: { start: number; end: number } | null = null;
  for (const person of persons) {
    if (person.end > before) break;
    found = person;
  }
  return found;
}

function joinedPersons(
  view: string,
  persons: readonly { start: number; end: number }[],
  person: { start: number; end: number },
): number {
  const other = lastPerson(persons, person.start);
  if (!other || person.start - other.end > 6) return 0;
  return JOINT.test(view.slice(other.end, person.start)) ? 1 : 0;
}
