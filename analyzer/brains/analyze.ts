import { analysisSchema, type Analysis } from '../messages.ts';
import { statedClaims } from '../facts/stated.ts';
import { jurisdictionOf, type FoundPlace } from '../places/find-places.ts';
import type { Words } from '../text/jieba/cutter.ts';
import type { Segmenter } from '../text/segmenter.ts';
import { readTone } from '../tone/read-tone.ts';
import { readAccused, type Accused } from './accused.ts';
import type { AnalyzerBooks } from './books.ts';
import { suggestDepartments } from './departments.ts';
import { readLevel, type LevelReading } from './event-kind.ts';
import { readKeywords } from './keywords.ts';
import { MODEL_VOICE, readLabels, type LabelReadings } from './labels.ts';
import { needsPerson, routingDoubts } from './needs-person.ts';
import { foldFields, joinFields, readPost, type AnalyzerInput, type Fields, type Post, type Span } from './post.ts';
import { readRules, type RuleReadings } from './read-rules.ts';
import { unreadable } from './readable.ts';
import { searchTokens, type SearchText } from './search-tokens.ts';
import { suspectedLead } from './suspects.ts';
import { wholeWords } from './whole-words.ts';

export type { AnalyzerInput } from './post.ts';

/**
 * The seam of the brains: a pure function over a batch. A trained model replaces what stands inside, never this line.
 * Results come in the order of the inputs; every label carries its evidence (docs/analyze.md).
 */
export const analyzeBatch = (
  inputs: readonly AnalyzerInput[],
  books: AnalyzerBooks,
  segmenter: Segmenter,
): Analysis[] => readAll(inputs, books).map((draft) => analysisOf(draft, books, segmenter, null));

/** The same with the words of the search index: each text is folded and cut once for both. */
export function analyzeForSearch(
  inputs: readonly AnalyzerInput[],
  books: AnalyzerBooks,
  segmenter: Segmenter,
): { analyses: Analysis[]; search: SearchText[] } {
  const search: SearchText[] = [];
  const analyses = readAll(inputs, books).map((draft) => {
    const words = segmenter.segment(joinFields(draft.fields));
    search.push({ words: searchTokens(words, segmenter.distinct).join('\n'), folded: foldedText(draft) });
    return analysisOf(draft, books, segmenter, words);
  });
  return { analyses, search };
}

/** Null where folding changed nothing: the view is then the field itself. */
const foldedText = ({ input, fields: { title, text } }: Draft): string | null =>
  title.text === input.title && text.text === input.text ? null : `${title.text} ${text.text}`;

/** A post on its way to an analysis. */
interface Draft {
  input: AnalyzerInput;
  fields: Fields;
  post: Post;
  rules: RuleReadings;
  labels: LabelReadings;
}

/*
 * Objects made for every post, here and in all the brains read, name their properties one by one: a literal that begins with a spread
 * (`{ ...one, other }`) got a new hidden class at every call, on the old heap, 3 kB a post, and all it held outlived two collections with it.
 */

/**
 * Step by step through the whole batch, not post by post: word lists, weights and dictionary are some MB each, and what the step before
 * brought into the processor's cache is still there for the next post. All steps of one post after the other take half as long again.
 */
function readAll(inputs: readonly AnalyzerInput[], books: AnalyzerBooks): Draft[] {
  const fields = inputs.map(foldFields);
  const posts = inputs.map((input, at) => readPost(input, books.lexicon, books.unmask, fields[at]!));
  const rules = posts.map((post, at) => readRules(post, inputs[at]!, books));
  const labels = posts.map((post, at) => readLabels(post, rules[at]!, books));
  return inputs.map((input, at) => {
    const [read, post, said, joined] = [fields[at]!, posts[at]!, rules[at]!, labels[at]!];
    return { input, fields: read, post, rules: said, labels: joined };
  });
}

/** What the brains read in one post, before it is written as an Analysis. */
interface Readings extends LabelReadings, Pick<RuleReadings, 'places' | 'foreign' | 'kind' | 'facts'> {
  level: LevelReading;
  accused: readonly Accused[];
}

function analysisOf(
  { input, post, rules, labels }: Draft,
  books: AnalyzerBooks,
  segmenter: Segmenter,
  words: Words | null,
): Analysis {
  const read = withBlame(post, rules, labels, books);
  const { topic, appeal, sensitivity, focus, level, accused, places } = read;
  const departments = suggestDepartments(post, books, {
    topic: topic.primary,
    topicConfidence: topic.confidence,
    secondary: topic.secondary.filter((key) => (topic.scores.get(key) ?? 0) >= SPOKEN),
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
    keywords: readKeywords(post, books, segmenter, places, topic.primary, words),
    evidence: evidenceOf(post, read, segmenter), // after the keywords: they may share words cut before
    tone: readTone(post, books.tone, books.guards),
    ...needsPerson([...unreadable(input), ...doubtsOf(post, books, read, departments)]),
  };
}

/** Weight of words that bring in the bureau of a secondary topic: the model alone is right about one in five of them. */
const SPOKEN = 6;

function doubtsOf(post: Post, books: AnalyzerBooks, read: Readings, departments: Analysis['departments']): string[] {
  const { appeal, accused, places, sensitivity, level } = read;
  return [
    ...labelDoubts(read, level),
    ...routingDoubts({ sensitivity: sensitivity.level, departments, accused, places }),
    ...suspectedLead(post, books, { appeal: appeal.appeal, departments, accused }),
  ];
}

/** Who is blamed and how grave it is rest on what rulebooks and model say together. */
function withBlame(post: Post, rules: RuleReadings, labels: LabelReadings, books: AnalyzerBooks): Readings {
  const { places, foreign, kind, facts } = rules;
  const { topic, appeal, sensitivity, focus } = labels;
  const level = readLevel(post, books, kind.kind, facts.facts, foreign, facts.guessed);
  const accused = topic.primary === 'none' || appeal.appeal === 'praise' ? [] : readAccused(post, books, places);
  return { places, foreign, topic, appeal, kind, facts, sensitivity, focus, level, accused };
}

const MOST_SIGNS = 4;

type Evidence = Analysis['evidence'];

function evidenceOf(post: Post, read: Readings, segmenter: Segmenter): Evidence {
  const evidence: Evidence = [];
  const add = (label: string, said: Span, by?: string): void => {
    const span = by?.startsWith(MODEL_VOICE) === true ? wholeWords(post.view, said, segmenter) : said;
    const { field, start, end } = post.field(span);
    evidence.push(by === undefined ? { for: label, field, start, end } : { for: label, field, start, end, by });
  };
  const { signs } = read.sensitivity;
  for (const { topic, span, by } of read.topic.evidence) add(`topic:${topic}`, span, by);
  for (const { span, by } of read.appeal.evidence) add(`appeal:${read.appeal.appeal}`, span, by);
  for (let at = 0; at < signs.length && at < MOST_SIGNS; at += 1)
    add(`sensitivity:${signs[at]!.reason}`, signs[at]!.span, signs[at]!.by);
  for (const { focus, span, by } of read.focus.evidence) add(`focus:${focus}`, span, by);
  for (const span of read.facts.spans) add(`facts.${span.fact}`, span, 'facts');
  if (read.kind.evidence) add('eventKind', read.kind.evidence.span, read.kind.evidence.by);
  for (const place of read.places) add(`place:${place.code}`, place);
  for (const { span, name } of read.accused) add(`accused:${name}`, span, 'routing-duties:blame');
  return evidence;
}

/** Shape of one result, for readers of the worker's answers and for tests. */
export const parseAnalysis = (value: unknown): Analysis => analysisSchema.parse(value);

const toPlace = (found: FoundPlace): Analysis['places'][number] => {
  const { code, name, path, background, certainty } = found;
  const jurisdiction = jurisdictionOf(found);
  const told: Analysis['places'][number] = { code, name, path };
  if (background) told.background = background;
  if (jurisdiction !== null) told.jurisdiction = jurisdiction;
  if (certainty < 1) told.certainty = certainty;
  return told;
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
