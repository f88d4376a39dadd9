import type { Unit } from '../../config/schema/departments.ts';
import type { TopicKey } from '../../config/schema/topics.ts';
import type { AnalyzerBooks } from './books.ts';
import { matchCondition } from './match.ts';
import type { Post } from './post.ts';
import { unitById } from './units.ts';

export interface Duty {
  lead: Unit;
  co: Unit[];
  /** The row of the duty table, or what stands in for it. */
  reason: string;
  basis: DutyBasis;
}

/** What a duty rests on: a row of the table by its id, the unit's topics, or nothing. */
export interface DutyBasis {
  kind: 'table' | 'topic' | 'fallback';
  name: string;
}

/**
 * How often leads were right where it is known (training/duty-scale.ts): ln(p / (1 − p)) = kind + row + slope × the same of the topic's own
 * probability. A row nobody could learn (of the customer's own making) has the probability of its kind.
 */
export interface DutyScale {
  slope: number;
  kinds: Record<DutyBasis['kind'], number>;
  rows: Record<string, number>;
}

/** Without learned numbers: how sure a duty is by its kind. */
const UNLEARNED: DutyScale = { slope: 1, kinds: { table: 0.9, topic: 0, fallback: -2.4 }, rows: {} };

/** Probability that the lead of a duty is the right bureau. @param topic probability of the topic it rests on */
export function chanceOfLead({ kind, name }: DutyBasis, topic: number, scale: DutyScale = UNLEARNED): number {
  return 1 / (1 + Math.exp(-(scale.kinds[kind] + (scale.rows[name] ?? 0) + scale.slope * logit(topic))));
}

/** Kept from the ends, where a probability rounded to two digits would say too much. */
export const logit = (chance: number): number => {
  const kept = Math.min(0.99, Math.max(0.01, chance));
  return Math.log(kept / (1 - kept));
};

/** Who helps besides the duty: every row of `helpers` that holds. */
export function findHelpers(
  post: Post,
  books: AnalyzerBooks,
  { topic }: { topic: TopicKey },
): { unit: Unit; reason: string }[] {
  return books.routing.helpers
    .filter(({ topics }) => !topics || topics.includes(topic))
    .filter(({ when }) => when && matchCondition(post, when, books.guards, post.replyStart))
    .flatMap(({ id, co }) => co.map((name) => ({ unit: unitById(books.departments, name)!, reason: `职责表 ${id}` })));
}

/** Whose duty the matter is: the first row of routing-duties.yaml that holds, else the topic's own unit, else the fallback. */
export function findDuty(post: Post, books: AnalyzerBooks, { topic }: { topic: TopicKey }): Duty {
  for (const duty of books.routing.duties) {
    if (duty.topics && !duty.topics.includes(topic)) continue;
    if (duty.when && !matchCondition(post, duty.when, books.guards, post.replyStart)) continue;
    const lead = unitById(books.departments, duty.lead);
    const co = duty.co.map((id) => unitById(books.departments, id)).filter((unit) => unit !== null);
    if (lead) return { lead, co, reason: `职责表 ${duty.id}`, basis: { kind: 'table', name: duty.id } };
  }
  const own = unitOfTopic(books, topic);
  if (own && own.id !== books.departments.fallback)
    return {
      lead: own,
      co: [],
      reason: `主题主管单位（${topicTitle(books, topic)}）`,
      basis: { kind: 'topic', name: topic },
    };
  const fallback = unitById(books.departments, books.departments.fallback)!;
  return {
    lead: fallback,
    co: [],
    reason: '无对应职责，由兜底单位受理',
    basis: { kind: 'fallback', name: 'fallback' },
  };
}

export const topicTitle = ({ topics }: AnalyzerBooks, topic: TopicKey): string =>
  topics.words.find(({ key }) => key === topic)?.name ?? topic;

export const unitOfTopic = (books: AnalyzerBooks, topic: TopicKey): Unit | null =>
  books.departments.units.find((unit) => unit.topics.includes(topic)) ?? null;
