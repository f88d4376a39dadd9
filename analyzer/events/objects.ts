import type { ObjectKind } from '../../config/schema/grouping.ts';
import type { GroupingRules } from './grouping-rules.ts';

/** What a text is about: a school, an estate, a road. `name` is cut at its left by stop words, the same way every time. */
export interface NamedObject {
  kind: string;
  name: string;
}

const MAX_STEM = 8;
const ORDINAL = /[第一二三四五六七八九十东西南北新老]{1,3}$/;
const CHINESE = /[\u4e00-\u9fffA-Za-z0-9]/;

/** Named objects of a text, without repeats, in order of appearance. Pure; about 5 µs for 150 characters. */
export function findObjects(text: string, rules: GroupingRules): NamedObject[] {
  const found = new Map<string, NamedObject>();
  let from = 0;
  for (const match of text.matchAll(rules.objectEnd)) {
    const kind = rules.kindOfSuffix.get(match[0])!;
    const stem = stemBefore(text, Math.max(from, match.index - MAX_STEM), match.index, kind, rules);
    from = match.index + match[0].length;
    if (stem === null) continue;
    const name = dropGeneric(stem + match[0], kind);
    if (name.length >= 2) found.set(`${kind.kind}:${name}`, { kind: kind.kind, name });
  }
  return [...found.values()];
}

/** Two writings of one name: equal, or one ends the other (江城一中 / 一中 is not decided here: stems under two characters say nothing). */
export function sameObject(a: NamedObject, b: NamedObject): boolean {
  if (a.kind !== b.kind) return false;
  if (a.name === b.name) return true;
  const [short, long] = a.name.length < b.name.length ? [a.name, b.name] : [b.name, a.name];
  return short.length >= 3 && long.endsWith(short);
}

/** Index key: the end of the name, equal for every writing `sameObject` accepts. */
export const objectKey = (object: NamedObject): string => `${object.kind}:${object.name.slice(-3)}`;

function stemBefore(text: string, from: number, end: number, kind: ObjectKind, rules: GroupingRules): string | null {
  let start = end;
  while (start > from && CHINESE.test(text[start - 1]!)) start -= 1;
  const window = text.slice(start, end);
  const hard = afterLast(window, rules.hardStop);
  const clean = afterLast(hard, rules.softStop);
  // 太和小区: a stop character inside a short name is part of it.
  const stem = clean.length >= 2 || hard.length < 2 ? clean : hard.slice(-2);
  if (kind.ordinal) return ORDINAL.exec(stem)?.[0] ?? null;
  const needed = startsWithNumeral(text.slice(end)) ? 0 : kind.kind === 'village' ? 1 : 2;
  if (stem.length < needed || rules.emptyStems.has(stem)) return null;
  return stem.length === 0 && hard.length === 0 ? null : stem;
}

/** 一中, 三小: the numeral is in the ending, the stem before it is the town. */
const startsWithNumeral = (text: string): boolean => /^[一二三四五六七八九][中小]/.test(text);

function afterLast(text: string, stops: RegExp): string {
  let cut = 0;
  for (const match of text.matchAll(stops)) cut = match.index + match[0].length;
  return text.slice(cut);
}

function dropGeneric(name: string, kind: ObjectKind): string {
  const ending = kind.generic.find((word) => name.endsWith(word) && name.length - word.length >= 2);
  return ending === undefined ? name : name.slice(0, -ending.length);
}
