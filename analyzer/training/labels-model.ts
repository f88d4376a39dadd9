import { viewOf } from '../text/view.ts';
import { decide, trainSvm, type SvmOptions, type Weights } from './linear-svm.ts';
import { characterKeys } from './ngrams.ts';
import { fitVectorizer, type Counts } from './vectorizer.ts';

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

/** Chosen on development splits of the training data, see README.md. */
const CHARACTERS = [1, 2, 3];
const MIN_TEXTS = 2;
const SVM: SvmOptions = { c: 1, passes: 60, tolerance: 0.1, seed: 20260224 };

/**
 * The shipped kind of model: one linear SVM a label over character n-grams of the folded text, weighed by rarity. Characters need no
 * dictionary, so a model does not depend on the segmenter's words. @throws RangeError for fewer than two labels
 */
export function trainLabels(rows: readonly LabelledText[]): LabelsModel {
  const labels = [...new Set(rows.map(({ label }) => label))].sort();
  if (labels.length < 2) throw new RangeError('a model needs rows of at least two labels');
  const counts = rows.map(({ text }) => countsOf(text));
  const vectorizer = fitVectorizer(counts, { minTexts: MIN_TEXTS });
  const matrix = vectorizer.transform(counts);
  const weights = labels.map((label): Weights => {
    const positive = Uint8Array.from(rows, (row) => (row.label === label ? 1 : 0));
    return trainSvm(matrix, positive, SVM);
  });
  return {
    labels,
    rank(texts) {
      const some = vectorizer.transform(texts.map(countsOf));
      return texts.map((_, row) =>
        labels
          .map((label, index) => ({ label, margin: decide(some, row, weights[index]!) }))
          .sort((a, b) => b.margin - a.margin || (a.label < b.label ? -1 : 1)),
      );
    },
  };
}

function countsOf(text: string): Counts {
  const counts: Counts = new Map();
  characterKeys(viewOf(text).text, CHARACTERS, 0, (key) => counts.set(key, (counts.get(key) ?? 0) + 1));
  return counts;
}
