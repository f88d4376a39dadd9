import { gatherKeys, type KeyRows } from './key-rows.ts';
import { viewOf } from '../text/view.ts';
import { decide, trainSvm, type SvmOptions, type Weights } from './linear-svm.ts';
import { characterKeys } from './ngrams.ts';
import { fitVectorizer } from './vectorizer.ts';

export interface LabelledText {
  text: string;
  label: string;
}

/** Answers with any set of labels; knows only the labels it was shown. */
export interface LabelsModel {
  labels: readonly string[];
  /** For each text all labels, best first, with the distance to the border of each. */
  rank(texts: readonly string[]): { label: string; margin: number }[][];
}

/**
 * Readings of a text, each with n-grams of its own and its share of the row: the head says what the matter is, the rest how it went. Chosen on
 * development splits of the training data, see README.md.
 */
const WHOLE = { length: Infinity, sizes: [1, 2], weight: 1, salt: 0 };
const PARTS = [
  WHOLE,
  { length: Infinity, sizes: [3], weight: 0.5, salt: 0x74726961 },
  { length: 80, sizes: [1, 2], weight: 0.5, salt: 0x68656164 },
  { length: 30, sizes: [1, 2, 3], weight: 0.4, salt: 0x66726f6e },
];
/** A unit is asked for at the end of an order; its kind of matter stands at the head. A negative length counts from the end. */
const MANY_PARTS = [
  WHOLE,
  { length: 40, sizes: [1, 2], weight: 0.4, salt: 0x68656164 },
  { length: -40, sizes: [1, 2], weight: 0.4, salt: 0x7461696c },
];
const MIN_TEXTS = 2;
const SVM: SvmOptions = { c: 8, passes: 60, tolerance: 0.1, seed: 20260224 };
/** Dozens of labels have few rows each: a cheaper error keeps them from learning single rows by heart. */
const MANY = { labels: 40, c: 1 };

/**
 * The shipped kind of model: one linear SVM a label over character n-grams of the folded text and of its head, weighed by rarity. Characters
 * need no dictionary, so a model does not depend on the segmenter's words. @throws RangeError for fewer than two labels
 */
export function trainLabels(rows: readonly LabelledText[]): LabelsModel {
  const labels = [...new Set(rows.map(({ label }) => label))].sort();
  if (labels.length < 2) throw new RangeError('a model needs rows of at least two labels');
  const many = labels.length >= MANY.labels;
  const parts = many ? MANY_PARTS : PARTS;
  const read = (texts: readonly string[]): KeyRows[] => readFields(texts, parts);
  const fields = read(rows.map(({ text }) => text));
  const vectorizer = fitVectorizer(
    fields.map((each, index) => ({ rows: each, weight: parts[index]!.weight })),
    { minTexts: MIN_TEXTS },
  );
  const matrix = vectorizer.transform(fields);
  const options = many ? { ...SVM, c: MANY.c } : SVM;
  const weights = labels.map((label): Weights => {
    const positive = Uint8Array.from(rows, (row) => (row.label === label ? 1 : 0));
    return trainSvm(matrix, positive, options);
  });
  return {
    labels,
    rank(texts) {
      const some = vectorizer.transform(read(texts));
      return texts.map((_, row) =>
        labels
          .map((label, index) => ({ label, margin: decide(some, row, weights[index]!) }))
          .sort((a, b) => b.margin - a.margin || (a.label < b.label ? -1 : 1)),
      );
    },
  };
}

type Part = typeof WHOLE;

function readFields(texts: readonly string[], parts: readonly Part[]): KeyRows[] {
  const views = texts.map((text) => viewOf(text).text);
  return parts.map(({ length, sizes, salt }) =>
    gatherKeys(views, (view, each) =>
      characterKeys(length < 0 ? view.slice(length) : view.slice(0, length), sizes, salt, each),
    ),
  );
}
