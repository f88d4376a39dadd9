import { suggestLevel, type LevelFacts } from '../../config/levels/suggest.ts';
import type { EventKind } from '../../config/schema/event-kinds.ts';
import type { Facts } from '../messages.ts';
import type { AnalyzerBooks } from './books.ts';
import { matchCondition } from './match.ts';
import { readMagnitude } from '../facts/magnitude.ts';
import type { Post, Span } from './post.ts';
import { sortFew } from './sort-few.ts';

export interface KindReading {
  kind: EventKind | null;
  evidence: { span: Span; by: string } | null;
}

/** Which kind of emergency the post tells of, if any; rows of event-kinds.yaml add up. */
export function readKind(post: Post, books: AnalyzerBooks): KindReading {
  const scores = new Map<EventKind, { score: number; span: Span; by: string }>();
  for (const sign of books.kinds.signs) {
    const span = sign.when && matchCondition(post, sign.when, books.guards, post.replyStart);
    if (!span) continue;
    const before = scores.get(sign.kind);
    const inHeadline = span.start < Math.max(post.leadEnd, 20) ? 2 : 0;
    scores.set(sign.kind, {
      score: (before?.score ?? 0) + sign.weight + inHeadline,
      span: before?.span ?? span,
      by: before?.by ?? sign.id,
    });
  }
  const best = sortFew([...scores], (a, b) => b[1].score - a[1].score)[0];
  if (!best || best[1].score < books.kinds.floor) return { kind: null, evidence: null };
  return { kind: best[0], evidence: { span: best[1].span, by: best[1].by } };
}

export interface LevelReading {
  low: 'I' | 'II' | 'III' | 'IV' | null;
  high: 'I' | 'II' | 'III' | 'IV' | null;
  rule: string | null;
  status: 'suggested' | 'unclear' | 'none';
}

/** Machine estimate (机器估算); events outside the mainland are not graded. */
export function readLevel(
  post: Post,
  books: AnalyzerBooks,
  kind: EventKind | null,
  facts: Facts,
  foreign: boolean,
  guessed = false,
): LevelReading {
  if (kind === null || foreign) return { low: null, high: null, rule: null, status: 'none' };
  const magnitude = kind === 'earthquake' ? readMagnitude(post.view) : null;
  const told: LevelFacts = { school: post.hits(books.schoolWords).length > 0 };
  if (magnitude !== null) told.magnitude = magnitude;
  const suggestion = suggestLevel(books.levels, kind, Object.assign(told, facts));
  const { low, high, rule } = suggestion;
  // Deaths of which somebody only guesses that food was the cause: a level would tell the guess as certain.
  const doubtful = guessed && kind === 'food' && (facts.deaths?.low ?? 0) > 0;
  const status = doubtful && low !== null ? 'unclear' : suggestion.status;
  // Two readings are no level: the graver one is shown as possible, a person decides.
  return { low: status === 'unclear' ? null : low, high, rule, status };
}
