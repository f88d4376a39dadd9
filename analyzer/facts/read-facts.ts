import type { Facts } from '../messages.ts';
import { FACT_NAMES } from '../messages.ts';
import { admittedClaims } from './admitted.ts';
import { choose, choosePoisoned, injuries, ruling, withFurther, withoutDead, withoutStale } from './choose.ts';
import { claimsOf, type Claim } from './claims.ts';
import type { AsOf } from './as-of.ts';
import { denialsOf } from './denials.ts';
import { diedInHospital, impliedDeaths } from './implied.ts';
import { carriesOn, refutesHearsay, stands } from './standing.ts';
import { rankOf } from './sources.ts';
import { readTokens, type Place, type Sentence } from './tokens.ts';
import type { FactSource, FactWords, Role } from './words.ts';

export type FactName = (typeof FACT_NAMES)[number];
export interface FactSpan {
  fact: FactName;
  start: number;
  end: number;
}
/** One statement, kept with who says it and for which hour (rules.md §4.2), whether or not its number rules. */
export interface FactClaim extends FactSpan {
  low: number;
  high: number | null;
  source: FactSource | null;
  asOf: AsOf | null;
  /** False: an earlier number, an increment, or one a better source outdoes. */
  current: boolean;
  /** 更正为3人. */
  corrected: boolean;
}
export interface FactReading {
  facts: Facts;
  spans: FactSpan[];
  claims: FactClaim[];
  /** Somebody only guesses at the cause (家属猜测系食物中毒). */
  guessed: boolean;
}

const FACT_OF: Partial<Record<Role, FactName>> = {
  dead: 'deaths',
  serious: 'seriousInjuries',
  injured: 'injuries',
  missing: 'missing',
  poisoned: 'poisoned',
  evacuated: 'evacuated',
  loss: 'directLossYuan',
};

/**
 * The stated facts of the event a post is about (reading rules: docs/rules.md §4.2). `view` is title and text folded,
 * `headEnd` the end of the title; `year` the year of publication when known; `apart` what tells of fiction or history.
 */
export function readFacts(
  view: string,
  headEnd: number,
  year: number | null,
  words: FactWords,
  apart: readonly Place[] = [],
): FactReading {
  const { sentences, persons } = readTokens(view, words);
  const reading: FactReading = { facts: {}, spans: [], claims: [], guessed: false };
  if (sentences.length === 0) return reading;
  const told = presentClaims(view, sentences, year, apart);
  const claims = told.claims.filter((claim) => !claim.part);
  const of = (role: Role): Claim[] => claims.filter((claim) => claim.role === role);
  const state = (
    fact: FactName,
    claim: { low: number; high: number | null; start: number; end: number } | null,
  ): void => {
    if (!claim || reading.facts[fact]) return;
    reading.facts[fact] = { low: claim.low, high: claim.high };
    reading.spans.push({ fact, start: claim.start, end: claim.end });
  };
  state('deaths', choose(withFurther(of('dead'), headEnd), headEnd));
  const fallen = sameDead(reading.facts, diedInHospital(view, told.present, persons));
  const alive = (role: Role): Claim[] => withoutDead(role, of(role), of('dead'), fallen);
  state('seriousInjuries', choose(alive('serious'), headEnd));
  if (hasMark(sentences, 'poisonContext')) state('poisoned', choosePoisoned(of('poisoned')));
  state('injuries', injuries(hurt(alive, of('dead'), reading.facts), headEnd));
  for (const role of ['missing', 'evacuated', 'loss'] as const) state(FACT_OF[role]!, choose(of(role), headEnd));
  for (const denial of told.present.flatMap((sentence) => denialsOf(view, sentence))) state(denial.fact, denial);
  if (!reading.facts.deaths) state('deaths', impliedDeaths(view, told.present, persons));
  reading.claims = factClaims(claims, of);
  reading.guessed = hasMark(sentences, 'guess');
  return reading;
}

type Claims = (role: Role) => Claim[];

type Fallen = { low: number; start: number };

/** Somebody died in hospital and nobody else is dead: then he was among the injured told before. */
const sameDead = ({ deaths }: Facts, fallen: Fallen | null): Fallen | null =>
  fallen && (!deaths || (deaths.low === fallen.low && deaths.high === fallen.low)) ? fallen : null;

/** All who are hurt in this report; the seriously ill of a poisoning are no injured. */
function hurt(alive: Claims, dead: Claim[], { deaths, poisoned }: Facts): Parameters<typeof injuries>[0] {
  const all = [...alive('injured'), ...(poisoned ? [] : alive('serious')), ...alive('light')];
  const current = withoutStale(all, dead, deaths?.low ?? 0);
  const own = (role: Role): Claim[] => current.filter((claim) => claim.role === role);
  return { injured: own('injured'), serious: own('serious'), light: own('light'), dead };
}

const hasMark = (sentences: readonly Sentence[], kind: string): boolean =>
  sentences.some((sentence) => sentence.marks.some(({ mark }) => mark === kind));

/** Claims of this event, and the sentences that speak of it: history, hypotheses, drills and refuted numbers are out. */
function presentClaims(
  view: string,
  sentences: readonly Sentence[],
  year: number | null,
  apart: readonly Place[],
): { claims: Claim[]; present: Sentence[] } {
  const claims: Claim[] = [];
  const present: Sentence[] = [];
  let elsewhere = false;
  let refuted = 0;
  for (const sentence of sentences) {
    if (refutesHearsay(view, sentence)) refuted = claims.length;
    if (elsewhere && carriesOn(view, sentence)) continue;
    const all = claimsOf(view, sentence);
    const here = (claim: Claim): boolean => !isInside(apart, claim.start);
    const standing = all.filter((claim) => here(claim) && stands(view, sentence, claim.start, claim.end, year));
    elsewhere = all.length > 0 ? standing.length === 0 : isElsewhere(view, sentence, year, apart);
    claims.push(...standing);
    if (!elsewhere) present.push(sentence);
  }
  const kept = claims.filter((claim, index) => index >= refuted || rankOf(claim.source) < 3);
  const admitted = admittedClaims(view, present, kept).filter(({ start, end, sentence }) => {
    const own = present.find((one) => one.start === sentence)!;
    return !isInside(apart, start) && stands(view, own, start, end, year);
  });
  return { claims: [...kept, ...admitted], present };
}

const isInside = (apart: readonly Place[], at: number): boolean =>
  apart.some(({ start, end }) => at >= start && at < end);

const isElsewhere = (view: string, sentence: Sentence, year: number | null, apart: readonly Place[]): boolean =>
  isInside(apart, sentence.end - 1) || !stands(view, sentence, sentence.end, sentence.end, year);

function factClaims(claims: readonly Claim[], of: Claims): FactClaim[] {
  const rules = new Set((Object.keys(FACT_OF) as Role[]).flatMap((role) => ruling(of(role))));
  return claims.flatMap((claim) => {
    const fact = FACT_OF[claim.role];
    const { low, high, start, end, source, asOf, corrected } = claim;
    return fact ? [{ fact, low, high, start, end, source, asOf, corrected, current: rules.has(claim) }] : [];
  });
}
