import type { FoundPlace } from '../places/find-places.ts';
import { findPlaces } from '../places/find-places.ts';
import { readFacts, type FactReading } from '../facts/read-facts.ts';
import { readAppeal, type AppealReading } from './appeal.ts';
import type { AnalyzerBooks } from './books.ts';
import { readKind, type KindReading } from './event-kind.ts';
import { readFocus, type FocusReading } from './focus.ts';
import { isForeign } from './foreign.ts';
import type { AnalyzerInput, Post } from './post.ts';
import { readSensitivity, type SensitivityReading } from './sensitivity.ts';
import { readTopic, type TopicReading } from './topic.ts';

/** What the rulebooks alone say of one post. The model is asked with this, and learns from this. */
export interface RuleReadings {
  places: readonly FoundPlace[];
  foreign: boolean;
  /** 应急演练：模拟车辆相撞，“3人死亡” tells of nobody. */
  drill: boolean;
  topic: TopicReading;
  appeal: AppealReading;
  kind: KindReading;
  facts: FactReading;
  sensitivity: SensitivityReading;
  focus: FocusReading;
}

/** The order matters: places tell foreign, facts and kind speak for sensitivity, sensitivity for focus. */
export function readRules(post: Post, input: AnalyzerInput, books: AnalyzerBooks): RuleReadings {
  const places = findPlaces(post.view, books.gazetteer, input.region ?? null);
  const foreign = isForeign(post, books, places);
  const topic = readTopic(post, books, foreign);
  const appeal = readAppeal(post, books);
  const kind = readKind(post, books);
  const drill = isDrill(post, books);
  const facts = drill ? NO_FACTS : readFacts(post.view, headEnd(post), yearOf(input), books.facts);
  const labels = { topic: topic.primary, appeal: appeal.appeal };
  const sensitivity = readSensitivity(post, books, {
    ...labels,
    facts: facts.facts,
    factSpans: facts.spans,
    event: kind.evidence,
  });
  const reasons = sensitivity.signs.map((sign) => sign.reason);
  const focus = readFocus(post, books, { ...labels, level: sensitivity.level, reasons });
  return { places, foreign, drill, topic, appeal, kind, facts, sensitivity, focus };
}

const NO_FACTS: FactReading = { facts: {}, spans: [], claims: [], guessed: false };

const headEnd = (post: Post): number => Math.max(post.bodyStart, post.leadEnd);

function isDrill(post: Post, books: AnalyzerBooks): boolean {
  const first = post.hits(books.guards.drill)[0];
  return first !== undefined && first < Math.max(post.leadEnd, 40);
}

function yearOf(input: AnalyzerInput): number | null {
  const year = Number(input.publishedAt?.slice(0, 4));
  return Number.isInteger(year) && year > 1900 ? year : null;
}
