import type { Facts } from '../messages.ts';
import { FACT_NAMES } from '../messages.ts';
import { claimsOf, type Claim } from './claims.ts';
import { denialsOf } from './denials.ts';
import { impliedDeaths } from './implied.ts';
import { isPast } from './past.ts';
import { readTokens, type FactWords, type Role, type Sentence } from './tokens.ts';

export type FactName = (typeof FACT_NAMES)[number];
export interface FactSpan {
  fact: FactName;
  start: number;
  end: number;
}
export interface FactReading {
  facts: Facts;
  spans: FactSpan[];
}

const NOTHING: FactReading = { facts: {}, spans: [] };

/**
 * The stated facts of the event a post is about (labels and reading rules: DESIGN §9). `view` is title and text folded,
 * `headEnd` the end of the title; `year` the year of publication when known.
 */
export function readFacts(view: string, headEnd: number, year: number | null, words: FactWords): FactReading {
  const { sentences, persons, told } = readTokens(view, words);
  if (!told) return NOTHING;
  const present = sentences.filter((sentence) => !isUnreal(sentence) && !isPast(view, sentence, year));
  const claims = present.flatMap((sentence) => claimsOf(view, sentence)).filter((claim) => !claim.part);
  const poison = sentences.some((sentence) => sentence.marks.some((mark) => mark.mark === 'poisonContext'));
  const of = (role: Role): Claim[] => claims.filter((claim) => claim.role === role);
  const reading: FactReading = { facts: {}, spans: [] };
  const state = (
    fact: FactName,
    claim: { low: number; high: number | null; start: number; end: number } | null,
  ): void => {
    if (!claim || reading.facts[fact]) return;
    reading.facts[fact] = { low: claim.low, high: claim.high };
    reading.spans.push({ fact, start: claim.start, end: claim.end });
  };
  state('deaths', choose(withFurther(of('dead'), headEnd), headEnd));
  state('seriousInjuries', choose(of('serious'), headEnd));
  if (poison) state('poisoned', choosePoisoned(of('poisoned')));
  const grave = reading.facts.poisoned ? [] : of('serious');
  state('injuries', injuries(withoutDead(of('injured'), of('dead')), grave, of('light'), headEnd));
  state('missing', choose(of('missing'), headEnd));
  state('evacuated', choose(of('evacuated'), headEnd));
  state('directLossYuan', choose(of('loss'), headEnd));
  for (const denial of present.flatMap((sentence) => denialsOf(view, sentence))) state(denial.fact, denial);
  if (!reading.facts.deaths) state('deaths', impliedDeaths(view, present, persons));
  return reading;
}

const isUnreal = (sentence: Sentence): boolean => sentence.marks.some((mark) => mark.mark === 'unreal');

/** The text speaks before the title (titles round); of several numbers the largest is the total, and among equals the
 * more careful one (至少51人 before 51人). A counted title inside a rounded text wins: 24人 against 20余人. */
function choose<T extends Claim>(claims: readonly T[], headEnd: number): T | null {
  const inText = claims.filter((claim) => claim.start >= headEnd);
  const largest = (pool: readonly T[]): T | null =>
    pool.reduce<T | null>((best, claim) => (best === null || better(claim, best) ? claim : best), null);
  const text = largest(inText);
  const title = largest(claims.filter((claim) => claim.start < headEnd));
  if (!text || !title) return text ?? title;
  const counted = title.low === title.high && text.high !== null && text.high > text.low;
  return counted && title.low >= text.low && title.low <= (text.high ?? 0) ? title : text;
}

const better = (a: Claim, b: Claim): boolean =>
  a.low > b.low || (a.low === b.low && (a.high ?? Infinity) > (b.high ?? Infinity));

/** Numbers of ill people are rounded in one place and counted in another: the nearer to its word, then the larger. */
function choosePoisoned(claims: readonly Claim[]): Claim | null {
  const firm = claims.filter((claim) => !claim.weak);
  return (firm.length > 0 ? firm : claims).reduce<Claim | null>(
    (best, claim) => (best === null || claim.low > best.low ? claim : best),
    null,
  );
}

function withoutDead(injured: readonly Claim[], dead: readonly Claim[]): Claim[] {
  const gone = dead.find((claim) => claim.ofInjured);
  if (!gone) return [...injured];
  return injured.map((claim) => ({
    ...claim,
    low: Math.max(0, claim.low - gone.low),
    high: claim.high === null ? null : Math.max(0, claim.high - gone.low),
  }));
}

/** Dead on the spot and died in hospital are added. */
function withFurther(all: readonly Claim[], headEnd: number): Claim[] {
  const claims = all.filter((claim) => claim.start >= headEnd);
  const spot = claims.find((claim) => claim.onTheSpot);
  const later = claims.find((claim) => claim.further && !claim.onTheSpot && claim !== spot);
  const total = claims.some((claim) => claim !== spot && claim !== later && claim.low > (spot?.low ?? 0));
  if (!spot || !later || total || spot.high === null || later.high === null) return [...all];
  return [...all, { ...spot, low: spot.low + later.low, high: spot.high + later.high }];
}

/** All injured: the number told for all, or else serious and light together. */
function injuries(all: Claim[], serious: Claim[], light: Claim[], headEnd: number): Claim | null {
  const told = choose(all, headEnd);
  const grave = choose(serious, headEnd);
  const slight = choose(light, headEnd);
  const parts = grave && slight ? add(grave, slight) : (grave ?? slight);
  if (!told) return parts;
  return parts && parts.low > told.low ? parts : told;
}

const add = (a: Claim, b: Claim): Claim => ({
  ...a,
  low: a.low + b.low,
  high: a.high === null || b.high === null ? null : a.high + b.high,
});
