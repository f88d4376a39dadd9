import type { AppealKey } from '../../config/schema/appeals.ts';
import type { AnalyzerBooks } from './books.ts';
import { matchCondition } from './match.ts';
import type { Post, Span } from './post.ts';
import { sortFew } from './sort-few.ts';

export interface AppealReading {
  appeal: AppealKey;
  evidence: { span: Span; by: string }[];
  scores: ReadonlyMap<AppealKey, number>;
}

const HEADLINE_LENGTH = 45;

/** 诉求类型 by weighted signs; the guide's order breaks ties. Without any sign: an order is a complaint, a bare headline news, the rest other. */
export function readAppeal(post: Post, books: AnalyzerBooks): AppealReading {
  const scores = new Map<AppealKey, number>();
  const spans: { appeal: AppealKey; span: Span; by: string; weight: number }[] = [];
  for (const sign of books.appeals.signs) {
    if (!sign.when) continue;
    const until = Math.min(post.replyStart, sign.lead === undefined ? Infinity : sign.lead);
    const span = matchCondition(post, sign.when, books.guards, until);
    if (!span) continue;
    scores.set(sign.appeal, (scores.get(sign.appeal) ?? 0) + sign.weight);
    spans.push({ appeal: sign.appeal, span, by: sign.id, weight: sign.weight });
  }
  let appeal: AppealKey | null = null;
  for (const key of books.appeals.order) {
    const score = scores.get(key) ?? 0;
    if (score > 0 && score > (appeal === null ? 0 : scores.get(appeal)!)) appeal = key;
  }
  const chosen = appeal ?? byForm(post, books);
  const own = sortFew(
    spans.filter((item) => item.appeal === chosen && item.weight > 0),
    (a, b) => b.weight - a.weight,
  );
  return { appeal: chosen, evidence: own.slice(0, 1).map(({ span, by }) => ({ span, by })), scores };
}

function byForm(post: Post, books: AnalyzerBooks): AppealKey {
  if (post.hits(books.hotlineForm).length > 0 || post.hits(books.letterForm).length > 0) return 'complaint';
  return post.view.length <= HEADLINE_LENGTH && !/[我你咱]/u.test(post.view.slice(0, HEADLINE_LENGTH))
    ? 'news'
    : 'other';
}
