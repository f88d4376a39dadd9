import type { LabelledPost } from './labelled-post.ts';
import { measureLabels, type LabelMetrics } from './metrics.ts';

/** What was said of a post, by whatever said it. */
export interface Answer {
  topic: { primary: string; secondary: readonly string[] };
  appeal: string;
  sensitivity: { level: number };
  focus: readonly string[];
  needsPerson?: boolean;
}

interface Found {
  precision: number;
  recall: number;
  rows: number;
}

export interface PostsMetrics {
  rows: number;
  topic: LabelMetrics & { orSecondary: number };
  secondary: Found;
  appeal: LabelMetrics;
  sensitivity: LabelMetrics & { atLeast2: Found; level3: Found };
  focus: { f1: number; perClass: Record<string, Found> };
  /** Right topic and right side of level 2, where a person is asked to look and where not. */
  person: Asked & { byForm: Record<string, Asked & { rows: number }> };
}

interface Asked {
  asked: number;
  rightWhereAsked: number;
  rightElsewhere: number;
}

export function measurePosts(truth: readonly LabelledPost[], answers: readonly Answer[]): PostsMetrics {
  const share = (holds: (row: number) => boolean): number => truth.filter((_, row) => holds(row)).length / truth.length;
  const topics = measureLabels(
    truth.map((post) => post.primary),
    answers.map((answer) => [answer.topic.primary]),
  );
  const levels = measureLabels(
    truth.map((post) => String(post.sensitivity)),
    answers.map((answer) => [String(answer.sensitivity.level)]),
  );
  const level = (from: number): Found =>
    found(
      truth.map((post) => (post.sensitivity >= from ? ['x'] : [])),
      answers.map((answer) => (answer.sensitivity.level >= from ? ['x'] : [])),
    );
  return {
    rows: truth.length,
    topic: {
      ...topics,
      orSecondary: share((row) =>
        [truth[row]!.primary, ...truth[row]!.secondary].includes(answers[row]!.topic.primary as never),
      ),
    },
    secondary: found(
      truth.map((post) => post.secondary),
      answers.map((answer) => answer.topic.secondary),
    ),
    appeal: measureLabels(
      truth.map((post) => post.appeal),
      answers.map((answer) => [answer.appeal]),
    ),
    sensitivity: { ...levels, atLeast2: level(2), level3: level(3) },
    focus: focusOf(truth, answers),
    person: personOf(truth, answers),
  };
}

function found(truth: readonly (readonly string[])[], said: readonly (readonly string[])[]): Found {
  const hits = truth.reduce((sum, own, row) => sum + own.filter((key) => said[row]!.includes(key)).length, 0);
  const rows = truth.flat().length;
  return { precision: hits / (said.flat().length || 1), recall: hits / (rows || 1), rows };
}

function focusOf(truth: readonly LabelledPost[], answers: readonly Answer[]): PostsMetrics['focus'] {
  const [own, said] = [truth.map((post) => post.focus), answers.map((answer) => answer.focus)];
  const only = (lists: readonly (readonly string[])[], key: string): string[][] =>
    lists.map((list) => list.filter((one) => one === key));
  const names = [...new Set(own.flat())].sort();
  const { precision, recall } = found(own, said);
  return {
    f1: (2 * precision * recall) / (precision + recall || 1),
    perClass: Object.fromEntries(names.map((key) => [key, found(only(own, key), only(said, key))])),
  };
}

function personOf(truth: readonly LabelledPost[], answers: readonly Answer[]): PostsMetrics['person'] {
  const right = truth.map(
    (post, row) =>
      post.primary === answers[row]!.topic.primary && post.sensitivity >= 2 === answers[row]!.sensitivity.level >= 2,
  );
  const all = truth.map((_, row) => row);
  const askedOf = (rows: readonly number[]): Asked => {
    const isAsked = (row: number): boolean => answers[row]!.needsPerson ?? false;
    const rate = (some: readonly number[]): number => some.filter((row) => right[row]).length / (some.length || 1);
    const asked = rows.filter(isAsked);
    const rest = rows.filter((row) => !isAsked(row));
    return { asked: asked.length / (rows.length || 1), rightWhereAsked: rate(asked), rightElsewhere: rate(rest) };
  };
  const forms = [...new Set(truth.map(formOf))].sort();
  const byForm = forms.map((form) => {
    const rows = all.filter((row) => formOf(truth[row]!) === form);
    return [form, { rows: rows.length, ...askedOf(rows) }] as const;
  });
  return { ...askedOf(all), byForm: Object.fromEntries(byForm) };
}

/** A bare line tells least, so its form is told apart. */
const HEADLINE = 45;

/** By the set a text is of: hotline orders, citizens' letters; of the others by length. */
function formOf({ source, text }: LabelledPost): 'hotline' | 'letter' | 'headline' | 'post' {
  if (source === 'hk') return 'hotline';
  if (source === 'f2') return 'letter';
  return text.length <= HEADLINE ? 'headline' : 'post';
}
