import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { FACT_NAMES, type EventClaim, type EventSnapshot, type Facts } from '../messages.ts';
import { disputeWords } from './dispute-words.ts';
import { DenialBook } from './event-denials.ts';
import { byPublication, voiceOf, type Member } from './member.ts';
import { CLAIM_RANK, sameRange, toldFigures, type FactName, type ToldFigure } from './told-figures.ts';

/** A number of the event as one kind of source tells it; `at` is the latest hour it is told for. */
export interface Figure extends ToldFigure {
  posts: number;
  voices: Set<string>;
  /** The newest posts that tell it, the newest first. */
  newest: Member[];
}

export interface ClaimReading {
  facts: Facts;
  claims: NonNullable<EventSnapshot['claims']>;
  disputed: NonNullable<EventSnapshot['disputed']>;
}

/** Whoever saw nothing happen speaks against these. */
const HARMED: readonly FactName[] = ['deaths', 'seriousInjuries', 'injuries', 'missing', 'poisoned'];
const EXAMPLES = 3;
const OF_ONE_FACT = 6;
const IN_ALL = 24;
const PEOPLE = 3;

/**
 * Every number of an event with its sources and hours (rules.md §4.2). Which one rules: official > unit > media > the people; of one authority
 * the one of the latest hour, never a sum; among the people the one most voices tell, so that one loud exaggeration does not rule.
 * Grows post by post; what it says depends on the posts, not on their order.
 */
export class ClaimBook {
  readonly #figures = new Map<FactName, Map<string, Figure>>();
  readonly #denials = new DenialBook();

  add(member: Member): void {
    const told = toldFigures(member);
    for (const one of told) this.#note(one, member);
    if (told.length === 0) this.#denials.add(member);
  }

  read(): ClaimReading {
    const reading: ClaimReading = { facts: {}, claims: [], disputed: [] };
    for (const fact of FACT_NAMES) {
      const figures = byStrength([...(this.#figures.get(fact)?.values() ?? [])]);
      const ruling = figures[0];
      if (!ruling) continue;
      reading.facts[fact] = { low: ruling.low, high: ruling.high };
      const against = figures.filter((one) => isDisputed(one, ruling));
      const others = figures.filter((one) => one !== ruling && !against.includes(one));
      const denials = HARMED.includes(fact) && (ruling.high ?? 1) > 0 ? this.#denials.against(ruling.source) : [];
      if (against.length + denials.length > 0)
        reading.disputed.push({ fact, words: disputeWords([ruling, ...against], denials) });
      const told = [
        claimOf(ruling, 'ruling'),
        ...against.map((one) => claimOf(one, 'disputed')),
        ...others.map((one) => claimOf(one, 'other')),
      ];
      reading.claims.push(...told.slice(0, OF_ONE_FACT));
    }
    reading.claims.splice(IN_ALL);
    return reading;
  }

  #note(told: ToldFigure, member: Member): void {
    const ofFact = this.#figures.get(told.fact) ?? new Map<string, Figure>();
    this.#figures.set(told.fact, ofFact);
    const key = `${told.source} ${rangeKey(told)}`;
    const known = ofFact.get(key) ?? { ...told, posts: 0, voices: new Set<string>(), newest: [] };
    known.at = Math.max(known.at, told.at);
    known.posts += 1;
    known.voices.add(voiceOf(member));
    const last = known.newest[EXAMPLES - 1];
    if (!last || byPublication(last, member) < 0)
      known.newest = [...known.newest, member].sort((a, b) => byPublication(b, a)).slice(0, EXAMPLES);
    ofFact.set(key, known);
  }
}

const rangeKey = ({ low, high }: ToldFigure): string => `${low}-${high ?? ''}`;

/** Strongest first. A number told by public accounts and by netizens has the voices of both. */
function byStrength(figures: Figure[]): Figure[] {
  const voices = new Map<string, number>();
  for (const one of figures)
    if (CLAIM_RANK[one.source] === PEOPLE)
      voices.set(rangeKey(one), (voices.get(rangeKey(one)) ?? 0) + one.voices.size);
  const heard = (one: Figure): number => (CLAIM_RANK[one.source] === PEOPLE ? voices.get(rangeKey(one))! : 0);
  return figures.sort(
    (a, b) =>
      CLAIM_RANK[a.source] - CLAIM_RANK[b.source] ||
      heard(b) - heard(a) ||
      b.at - a.at ||
      byPublication(b.newest[0]!, a.newest[0]!) ||
      // One post can tell a number twice, as its own and as hearsay, or two numbers of one kind.
      b.low - a.low ||
      (rangeKey(a) + a.source < rangeKey(b) + b.source ? -1 : 1),
  );
}

/**
 * Two numbers that cannot both be true now. A smaller number told before the ruling hour is only older: tolls rise. An office's own older
 * number is outdone by its newer one; of the same hour both stand.
 */
function isDisputed(one: Figure, ruling: Figure): boolean {
  if (one === ruling || sameRange(one, ruling)) return false;
  const above = one.low > (ruling.high ?? Infinity);
  const below = (one.high ?? Infinity) < ruling.low;
  if (!above && !below) return false;
  const sameAuthority = CLAIM_RANK[one.source] === CLAIM_RANK[ruling.source];
  if (sameAuthority && CLAIM_RANK[ruling.source] < PEOPLE) return one.at === ruling.at;
  return above || one.at >= ruling.at;
}

const claimOf = (one: Figure, standing: EventClaim['standing']): EventClaim => ({
  ...{ fact: one.fact, low: one.low, high: one.high, source: one.source },
  asOf: toLocalIso(new Date(one.at)),
  ...{ posts: one.posts, voices: one.voices.size, examples: one.newest.map(({ id }) => id), standing },
});
