import type { Member } from './member.ts';
import { objectKeys, type NamedObject } from './objects.ts';
import { DISTRICT, type PlacePath } from './places.ts';
import { splitTerms } from './signal.ts';
import { simhashBands } from './simhash.ts';

/** What is known of a group for comparison: a pure function of its texts, whatever order they came in. */
export interface Profile {
  /** Only what a third of the exemplars share: one stray text does not widen a matter. */
  objects: NamedObject[];
  harms: string[];
  subjects: string[];
  places: PlacePath[];
  topics: string[];
  sudden: boolean;
  exemplars: Member[];
}

/** A topic word with the share of exemplars that have it. */
export interface WeightedTerm {
  term: string;
  weight: number;
}

/** First and last texts stand for a long story, so that its drift is followed at bounded cost. */
const HALF = 12;
const MAX_TERMS = 128;
const CORE = 1 / 3;

/** @param texts distinct texts in canonical order (byPublication). */
export function profileOf(texts: readonly Member[]): Profile {
  const exemplars =
    texts.length <= 2 * HALF ? [...texts] : [...texts.slice(0, HALF), ...texts.slice(texts.length - HALF)];
  const signals = exemplars.map((member) => member.signal);
  const objects = core(
    signals.map((signal) => signal.objects),
    (object) => `${object.kind}:${object.name}`,
  );
  const harms = core(
    signals.map((signal) => signal.harms),
    (harm) => harm,
  );
  const places = core(
    signals.map((signal) => signal.places),
    (path) => path.join('/'),
  );
  const subjects = core(
    signals.map((signal) => signal.subjects ?? []),
    (subject) => subject,
  );
  return {
    ...{ objects, harms, subjects, places, exemplars },
    topics: core(
      signals.map((signal) => [signal.topic]),
      (topic) => topic,
    ),
    sudden: signals.some((signal) => signal.sudden),
  };
}

/** Topic words of a group, sorted by word; made when the index needs them, not kept. */
export function profileTerms({ exemplars }: Profile): WeightedTerm[] {
  const counts = new Map<string, number>();
  for (const { signal } of exemplars)
    for (const term of splitTerms(signal)) counts.set(term, (counts.get(term) ?? 0) + 1);
  let kept = [...counts];
  if (kept.length > MAX_TERMS) kept = kept.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MAX_TERMS);
  return kept
    .map(([term, count]) => ({ term, weight: count / exemplars.length }))
    .sort((a, b) => (a.term < b.term ? -1 : 1));
}

/** What exact keys are made of; a group has the hashes of all its exemplars. */
export interface KeySource {
  objects: NamedObject[];
  harms: string[];
  subjects: string[];
  places: PlacePath[];
  hashes: string[];
}

/** Exact keys for finding candidates: objects, place with harm, district with subject, simhash bands. */
export const profileKeys = (profile: Profile): string[] =>
  indexKeys({
    ...profile,
    hashes: profile.exemplars.flatMap(({ signal }) => signal.simhash ?? []),
    // Only alarms are looked for by subject: everyday groups of one district and subject are too many to read.
    subjects: profile.sudden ? profile.subjects : [],
  });

export function indexKeys({ objects, harms, subjects, places, hashes }: KeySource): string[] {
  const known = places.filter((path) => path.length >= DISTRICT);
  const spots = known.map((path) => path.join('/'));
  const districts = known.map((path) => path.slice(0, DISTRICT).join('/'));
  return [
    ...new Set([
      ...objects.flatMap((object) => objectKeys(object).map((key) => `#o:${key}`)),
      ...spots.flatMap((spot) => harms.map((harm) => `#p:${spot}|${harm}`)),
      ...districts.flatMap((district) => subjects.map((subject) => `#d:${district}|${subject}`)),
      ...hashes.flatMap((hash) => simhashBands(hash).map((band) => `#s:${band}`)),
    ]),
  ];
}

function core<T>(lists: T[][], key: (value: T) => string): T[] {
  const counts = new Map<string, { value: T; count: number }>();
  for (const list of lists)
    for (const value of list) {
      const known = counts.get(key(value));
      if (known) known.count += 1;
      else counts.set(key(value), { value, count: 1 });
    }
  const needed = Math.max(...[...counts.values()].map((entry) => entry.count), 0) * CORE;
  return [...counts]
    .filter(([, entry]) => entry.count >= needed)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry.value);
}
