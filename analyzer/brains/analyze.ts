import { analysisSchema, type Analysis } from '../messages.ts';
import { findPlaces, type FoundPlace } from '../places/find-places.ts';
import { readFacts, type FactReading } from '../facts/read-facts.ts';
import type { Segmenter } from '../text/segmenter.ts';
import { readAccused, type Accused } from './accused.ts';
import { readAppeal } from './appeal.ts';
import type { AnalyzerBooks } from './books.ts';
import { suggestDepartments } from './departments.ts';
import { readKind, readLevel, type LevelReading } from './event-kind.ts';
import { readFocus } from './focus.ts';
import { isForeign } from './foreign.ts';
import { readKeywords } from './keywords.ts';
import { readPost, type AnalyzerInput, type Post, type Span } from './post.ts';
import { readSensitivity, type SensitivityReading } from './sensitivity.ts';
import { readTopic, type TopicReading } from './topic.ts';

export type { AnalyzerInput } from './post.ts';

/**
 * The seam of the brains: a pure function over a batch. A trained model replaces what stands inside, never this line.
 * Results come in the order of the inputs; every label carries its evidence (DESIGN §9 `analyze`).
 */
export function analyzeBatch(inputs: readonly AnalyzerInput[], books: AnalyzerBooks, segmenter: Segmenter): Analysis[] {
  return inputs.map((input) => analyze(input, books, segmenter));
}

type Evidence = { for: string; span: Span; by: string | undefined };

function analyze(input: AnalyzerInput, books: AnalyzerBooks, segmenter: Segmenter): Analysis {
  const post = readPost(input, books.lexicon);
  const places = findPlaces(post.view, books.gazetteer, input.region ?? null);
  const foreign = isForeign(post, books, places);
  const topic = readTopic(post, books, foreign);
  const appeal = readAppeal(post, books);
  const kind = readKind(post, books);
  const facts = drilled(post, books) ? { facts: {}, spans: [] } : readFacts(post.view, headEnd(post), yearOf(input), books.facts);
  const sensitivity = readSensitivity(post, books, {
    topic: topic.primary,
    appeal: appeal.appeal,
    facts: facts.facts,
    factSpans: facts.spans,
  });
  const focus = readFocus(post, books, {
    topic: topic.primary,
    appeal: appeal.appeal,
    level: sensitivity.level,
    reasons: sensitivity.signs.map((sign) => sign.reason),
  });
  const level = readLevel(post, books, kind.kind, facts.facts, foreign);
  const accused = topic.primary === 'none' ? [] : readAccused(post, books);
  const evidence = [
    ...topic.evidence.map(({ topic: key, span, by }) => ({ for: `topic:${key}`, span, by })),
    ...appeal.evidence.map(({ span, by }) => ({ for: `appeal:${appeal.appeal}`, span, by })),
    ...sensitivity.signs.slice(0, 4).map(({ reason, span, by }) => ({ for: `sensitivity:${reason}`, span, by })),
    ...focus.evidence.map(({ focus: key, span, by }) => ({ for: `focus:${key}`, span, by })),
    ...factEvidence(facts),
    ...(kind.evidence ? [{ for: 'eventKind', ...kind.evidence }] : []),
    ...places.map(({ start, end, code }) => ({ for: `place:${code}`, span: { start, end }, by: undefined })),
    ...accused.map(({ span, name }) => ({ for: `accused:${name}`, span, by: 'routing-duties:blame' })),
  ];
  return {
    topic: { primary: topic.primary, secondary: topic.secondary, confidence: topic.confidence },
    appeal: appeal.appeal,
    sensitivity: { level: sensitivity.level, confidence: sensitivity.confidence },
    focus: focus.focus,
    departments: suggestDepartments(post, books, {
      topic: topic.primary,
      secondary: topic.secondary,
      sensitivity: sensitivity.level,
      level: level.low,
      places,
      accused,
    }),
    accused: accused.map(({ unit, name }) => ({ id: unit?.id ?? null, name })),
    places: places.map(toPlace),
    facts: facts.facts,
    eventKind: kind.kind,
    eventLevel: level,
    keywords: readKeywords(post, books, segmenter),
    evidence: evidence.map((item) => toEvidence(post, item)),
    needsPerson: needsPerson(topic, sensitivity, level, accused),
  };
}

/** Shape of one result, for readers of the worker's answers and for tests. */
export const parseAnalysis = (value: unknown): Analysis => analysisSchema.parse(value);

const headEnd = (post: Post): number => Math.max(post.bodyStart, post.leadEnd);

/** 应急演练：模拟车辆相撞，“3人死亡” tells of nobody. */
function drilled(post: Post, books: AnalyzerBooks): boolean {
  const first = post.hits(books.guards.drill)[0];
  return first !== undefined && first < Math.max(post.leadEnd, 40);
}

function yearOf(input: AnalyzerInput): number | null {
  const year = Number(input.publishedAt?.slice(0, 4));
  return Number.isInteger(year) && year > 1900 ? year : null;
}

const factEvidence = (facts: FactReading): Evidence[] =>
  facts.spans.map(({ fact, start, end }) => ({ for: `facts.${fact}`, span: { start, end }, by: 'facts' }));

function toEvidence(post: Post, { for: label, span, by }: Evidence): Analysis['evidence'][number] {
  return { for: label, ...post.field(span), ...(by === undefined ? {} : { by }) };
}

const toPlace = ({ code, name, path, background }: FoundPlace): Analysis['places'][number] =>
  background ? { code, name, path, background } : { code, name, path };

/** A person looks first at what is grave, what is unsure, and what accuses a unit of ours. */
function needsPerson(
  topic: TopicReading,
  sensitivity: SensitivityReading,
  level: LevelReading,
  accused: readonly Accused[],
): boolean {
  return (
    sensitivity.level === 3 ||
    (sensitivity.level === 2 && sensitivity.confidence < 0.65) ||
    topic.confidence < 0.45 ||
    level.high === 'I' ||
    level.high === 'II' ||
    accused.some((item) => item.unit !== null)
  );
}
