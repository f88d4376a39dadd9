import type { FoundPlace } from '../places/find-places.ts';
import { findPlaces } from '../places/find-places.ts';
import { readFacts, type FactReading } from '../facts/read-facts.ts';
import { apartOf, isMostlyApart } from './apart.ts';
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
  /** Fiction, history, statistics or a refuted rumour: what is grave in it is not of here and now. */
  apart: boolean;
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
  const apart = apartOf(post, books.guards);
  const facts = drill ? NO_FACTS : readFacts(post.view, headEnd(post), post.year, books.facts, apart.told);
  const sensitivity = readSensitivity(post, books, {
    topic: topic.primary,
    appeal: appeal.appeal,
    facts: facts.facts,
    factSpans: facts.spans,
    event: kind.evidence,
  });
  const reasons = sensitivity.signs.map((sign) => sign.reason);
  const focus = readFocus(post, books, {
    topic: topic.primary,
    appeal: appeal.appeal,
    level: sensitivity.level,
    reasons,
  });
  return { places, foreign, drill, apart: isMostlyApart(post, apart), topic, appeal, kind, facts, sensitivity, focus };
}

const NO_FACTS: FactReading = { facts: {}, spans: [], claims: [], guessed: false };

const headEnd = (post: Post): number => Math.max(post.bodyStart, post.leadEnd);

function isDrill(post: Post, books: AnalyzerBooks): boolean {
  const first = post.hits(books.guards.drill)[0];
  return first !== undefined && first < Math.max(post.leadEnd, 40);
}
