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
  score: number;
}

/** Whose duty the matter is: the first row of routing-duties.yaml that holds, else the topic's own unit, else the fallback. */
export function findDuty(post: Post, books: AnalyzerBooks, { topic }: { topic: TopicKey }): Duty {
  for (const duty of books.routing.duties) {
    if (duty.topics && !duty.topics.includes(topic)) continue;
    if (duty.when && !matchCondition(post, duty.when, books.guards, post.replyStart)) continue;
    const lead = unitById(books.departments, duty.lead);
    const co = duty.co.map((id) => unitById(books.departments, id)).filter((unit) => unit !== null);
    if (lead) return { lead, co, reason: `职责表 ${duty.id}`, score: 0.9 };
  }
  const own = unitOfTopic(books, topic);
  if (own && own.id !== books.departments.fallback)
    return { lead: own, co: [], reason: `主题主管单位（${topic}）`, score: 0.8 };
  const fallback = unitById(books.departments, books.departments.fallback)!;
  return { lead: fallback, co: [], reason: '无对应职责，由兜底单位受理', score: 0.35 };
}

export const unitOfTopic = (books: AnalyzerBooks, topic: TopicKey): Unit | null =>
  books.departments.units.find((unit) => unit.topics.includes(topic)) ?? null;
