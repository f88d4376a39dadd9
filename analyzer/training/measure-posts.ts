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
  person: { asked: number; rightWhereAsked: number; rightElsewhere: number };
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
  const rate = (asked: boolean): number => {
    const rows = right.filter((_, row) => (answers[row]!.needsPerson ?? false) === asked);
    return rows.filter(Boolean).length / (rows.length || 1);
  };
  const asked = answers.filter((answer) => answer.needsPerson === true).length / (answers.length || 1);
  return { asked, rightWhereAsked: rate(true), rightElsewhere: rate(false) };
}
