import type { AppealKey } from '../../config/schema/appeals.ts';
import type { FocusKey } from '../../config/schema/focus.ts';
import type { TopicKey } from '../../config/schema/topics.ts';
import type { AnalyzerBooks } from './books.ts';
import { matchCondition } from './match.ts';
import type { Post, Span } from './post.ts';

export interface FocusReading {
  focus: FocusKey[];
  evidence: { focus: FocusKey; span: Span; by: string }[];
}

interface Context {
  topic: TopicKey;
  appeal: AppealKey;
  level: number;
  reasons: readonly string[];
}

/** 重点关注类型: any number, normally none at levels 0 and 1. */
export function readFocus(post: Post, books: AnalyzerBooks, context: Context): FocusReading {
  const reading: FocusReading = { focus: [], evidence: [] };
  for (const sign of books.focus) {
    if (reading.focus.includes(sign.focus) || context.level < sign.from) continue;
    if (sign.appeals && !sign.appeals.includes(context.appeal)) continue;
    if (sign.topics && !sign.topics.includes(context.topic)) continue;
    if (sign.reasons && !sign.reasons.some((reason) => context.reasons.includes(reason))) continue;
    const span = sign.when ? matchCondition(post, sign.when, books.guards, post.replyStart) : null;
    if (sign.when && !span) continue;
    reading.focus.push(sign.focus);
    if (span) reading.evidence.push({ focus: sign.focus, span, by: sign.id });
  }
  return reading;
}
