import type { TopicKey } from '../../config/schema/topics.ts';
import type { AppealKey } from '../../config/schema/appeals.ts';
import type { Facts } from '../messages.ts';
import type { FactSpan } from '../facts/read-facts.ts';
import type { AnalyzerBooks } from './books.ts';
import { matchCondition } from './match.ts';
import type { Post, Span } from './post.ts';

export interface SensitivityReading {
  level: 0 | 1 | 2 | 3;
  confidence: number;
  /** Reasons of the guide that hold: 2a … 3h, with the place in the text that says so. */
  signs: { reason: string; span: Span; by: string }[];
  /** All signs in the text, also those that the level does not rest on. */
  found: SensitivityReading['signs'];
  /** Highest level that what lowers leaves open. */
  cap: number;
  /** A sign stands in the text that readers hardly ever left below level 2. */
  certain: boolean;
}

interface Context {
  topic: TopicKey;
  appeal: AppealKey;
  facts: Facts;
  factSpans: readonly FactSpan[];
  /** The emergency the post tells of: at least an event to look at (2g), even when under control. */
  event: { span: Span; by: string } | null;
}

/** How urgently the matter needs an official answer: the highest level whose sign is in the text, then what lowers it. */
export function readSensitivity(post: Post, books: AnalyzerBooks, context: Context): SensitivityReading {
  const event = context.event ? [{ reason: '2g', span: context.event.span, by: context.event.by }] : [];
  const signs = [...byNumbers(books, context), ...byWords(post, books, context), ...event];
  const top = signs.reduce((level, sign) => Math.max(level, Number(sign.reason[0])), 0);
  const stated = top > 0 ? top : base(context.appeal);
  const cap = lowestCap(post, books, context.appeal);
  const certain = cap >= 2 && signs.some(({ by }) => books.sensitivity.certain.has(by));
  if (context.topic === 'none') return { level: 0, confidence: 0.8, signs: [], found: signs, cap, certain };
  const level = Math.min(stated, cap) as SensitivityReading['level'];
  const kept = signs.filter((sign) => Number(sign.reason[0]) <= level).sort((a, b) => (a.reason < b.reason ? 1 : -1));
  const confidence = confidenceOf(level, kept, stated !== level);
  return { level, confidence, signs: level >= 2 ? kept : [], found: signs, cap, certain };
}

/** Nothing is asked in news, praise and chat. */
const base = (appeal: AppealKey): 0 | 1 => (appeal === 'news' || appeal === 'praise' || appeal === 'other' ? 0 : 1);

function byNumbers(books: AnalyzerBooks, { facts, factSpans }: Context): SensitivityReading['signs'] {
  const signs: SensitivityReading['signs'] = [];
  if (factSpans.length === 0) return signs;
  for (const rule of books.sensitivity.numbers) {
    const fact = facts[rule.fact];
    const span = factSpans.find((item) => item.fact === rule.fact);
    if (fact && span && fact.low >= rule.atLeast) signs.push({ reason: rule.reason, span, by: rule.id });
  }
  return signs;
}

function byWords(post: Post, books: AnalyzerBooks, context: Context): SensitivityReading['signs'] {
  const signs: SensitivityReading['signs'] = [];
  for (const rule of books.sensitivity.signs) {
    if (!rule.when || (rule.topics && !rule.topics.includes(context.topic))) continue;
    const span = matchCondition(post, rule.when, books.guards, post.replyStart);
    if (span) signs.push({ reason: rule.reason, span, by: rule.id });
  }
  return signs;
}

function lowestCap(post: Post, books: AnalyzerBooks, appeal: AppealKey): number {
  let cap = 3;
  for (const rule of books.sensitivity.caps)
    if (
      rule.level < cap &&
      rule.when &&
      (rule.appeals?.includes(appeal) ?? true) &&
      matchCondition(post, rule.when, books.guards)
    )
      cap = rule.level;
  return cap;
}

/** Numbers and several signs make sure; one lone sign of level 2, or a lowered level, does not. */
function confidenceOf(level: number, signs: SensitivityReading['signs'], lowered: boolean): number {
  if (lowered) return 0.6;
  if (level === 0) return 0.75;
  if (level === 1) return 0.7;
  const own = signs.filter((sign) => sign.reason.startsWith(String(level)));
  const counted = own.some((sign) => sign.by.startsWith('S-3a-') || sign.by.startsWith('S-3b-'));
  return Math.min(0.95, (counted ? 0.8 : 0.6) + 0.1 * (own.length - 1));
}
