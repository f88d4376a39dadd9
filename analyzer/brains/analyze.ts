import { analysisSchema, type Analysis } from '../messages.ts';
import { statedClaims } from '../facts/stated.ts';
import { jurisdictionOf, type FoundPlace } from '../places/find-places.ts';
import type { Segmenter } from '../text/segmenter.ts';
import { readTone } from '../tone/read-tone.ts';
import { readAccused, type Accused } from './accused.ts';
import type { AnalyzerBooks } from './books.ts';
import { suggestDepartments } from './departments.ts';
import { readLevel, type LevelReading } from './event-kind.ts';
import { readKeywords } from './keywords.ts';
import { readLabels, type LabelReadings } from './labels.ts';
import { needsPerson, routingDoubts } from './needs-person.ts';
import { readPost, type AnalyzerInput, type Post, type Span } from './post.ts';
import { readRules, type RuleReadings } from './read-rules.ts';

export type { AnalyzerInput } from './post.ts';

/**
 * The seam of the brains: a pure function over a batch. A trained model replaces what stands inside, never this line.
 * Results come in the order of the inputs; every label carries its evidence (DESIGN §9 `analyze`).
 */
export function analyzeBatch(inputs: readonly AnalyzerInput[], books: AnalyzerBooks, segmenter: Segmenter): Analysis[] {
  return inputs.map((input) => analyze(input, books, segmenter));
}

/** What the brains read in one post, before it is written as an Analysis. */
interface Readings extends LabelReadings, Pick<RuleReadings, 'places' | 'foreign' | 'kind' | 'facts'> {
  level: LevelReading;
  accused: readonly Accused[];
}

function analyze(input: AnalyzerInput, books: AnalyzerBooks, segmenter: Segmenter): Analysis {
  const post = readPost(input, books.lexicon, books.unmask);
  const read = readAll(post, input, books);
  const { topic, appeal, sensitivity, focus, level, accused, places } = read;
  const departments = suggestDepartments(post, books, {
    topic: topic.primary,
    topicConfidence: topic.confidence,
    secondary: topic.secondary,
    focus: focus.focus,
    sensitivity: sensitivity.level,
    emergency: read.kind.kind !== null,
    level: level.low,
    places,
    accused,
  });
  return {
    topic: { primary: topic.primary, secondary: topic.secondary, confidence: topic.confidence },
    appeal: appeal.appeal,
    sensitivity: { level: sensitivity.level, confidence: sensitivity.confidence },
    focus: focus.focus,
    departments,
    accused: accused.map(({ unit, name }) => ({ id: unit?.id ?? null, name })),
    places: places.map(toPlace),
    facts: read.facts.facts,
    ...statedClaims(read.facts.claims, (span) => post.field(span)),
    eventKind: read.kind.kind,
    eventLevel: level,
    keywords: readKeywords(post, books, segmenter, places, topic.primary),
    evidence: evidenceOf(post, read),
    tone: readTone(post, books.tone, books.guards),
    ...needsPerson([
      ...labelDoubts(read, level),
      ...routingDoubts({ sensitivity: sensitivity.level, departments, accused, places }),
    ]),
  };
}

/** Rulebooks first, then what they and the model say together; who is blamed and how grave it is rest on that. */
function readAll(post: Post, input: AnalyzerInput, books: AnalyzerBooks): Readings {
  const rules = readRules(post, input, books);
  const { places, foreign, kind, facts } = rules;
  const { topic, appeal, sensitivity, focus } = readLabels(post, rules, books);
  const level = readLevel(post, books, kind.kind, facts.facts, foreign, facts.guessed);
  const accused = topic.primary === 'none' || appeal.appeal === 'praise' ? [] : readAccused(post, books, places);
  return { places, foreign, topic, appeal, kind, facts, sensitivity, focus, level, accused };
}

const MOST_SIGNS = 4;

type Evidence = { for: string; span: Span; by?: string };

function evidenceOf(post: Post, read: Readings): Analysis['evidence'] {
  const evidence: Evidence[] = [
    ...read.topic.evidence.map(({ topic, span, by }) => ({ for: `topic:${topic}`, span, by })),
    ...read.appeal.evidence.map(({ span, by }) => ({ for: `appeal:${read.appeal.appeal}`, span, by })),
    ...read.sensitivity.signs
      .slice(0, MOST_SIGNS)
      .map(({ reason, span, by }) => ({ for: `sensitivity:${reason}`, span, by })),
    ...read.focus.evidence.map(({ focus, span, by }) => ({ for: `focus:${focus}`, span, by })),
    ...read.facts.spans.map(({ fact, start, end }) => ({ for: `facts.${fact}`, span: { start, end }, by: 'facts' })),
    ...(read.kind.evidence ? [{ for: 'eventKind', ...read.kind.evidence }] : []),
    ...read.places.map(({ start, end, code }) => ({ for: `place:${code}`, span: { start, end } })),
    ...read.accused.map(({ span, name }) => ({ for: `accused:${name}`, span, by: 'routing-duties:blame' })),
  ];
  return evidence.map(({ for: label, span, by }) => ({
    for: label,
    ...post.field(span),
    ...(by === undefined ? {} : { by }),
  }));
}

/** Shape of one result, for readers of the worker's answers and for tests. */
export const parseAnalysis = (value: unknown): Analysis => analysisSchema.parse(value);

const toPlace = (found: FoundPlace): Analysis['places'][number] => {
  const { code, name, path, background, certainty } = found;
  const jurisdiction = jurisdictionOf(found);
  return {
    ...{ code, name, path },
    ...(background ? { background } : {}),
    ...(jurisdiction === null ? {} : { jurisdiction }),
    ...(certainty < 1 ? { certainty } : {}),
  };
};

/** A person looks first at what is grave and at what is unsure. */
function labelDoubts({ topic, sensitivity }: LabelReadings, level: LevelReading): string[] {
  const doubts: string[] = [];
  if (sensitivity.level === 3) doubts.push('敏感等级 3 级');
  if (sensitivity.level < 3 && !sensitivity.sure) doubts.push('敏感等级把握不足');
  if (!topic.sure) doubts.push('主题把握不足');
  if (level.high === 'I' || level.high === 'II') doubts.push('可能达到重大以上级别');
  return doubts;
}
