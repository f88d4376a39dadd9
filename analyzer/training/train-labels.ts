import { FIRST_APPEAL, FIRST_FOCUS, FIRST_LEVEL, LABEL_NAMES } from '../model/label-names.ts';
import { FOCUS_KEYS } from '../../config/schema/focus.ts';
import { TOPIC_KEYS } from '../../config/schema/topics.ts';
import { APPEAL_KEYS } from '../../config/schema/appeals.ts';
import { IDF_STEPS, strideOf, WEIGHTS_VERSION, type RawWeights } from '../model/weights.ts';
import { SIGNAL_NAMES } from '../brains/rule-signals.ts';
import type { LabelledPost } from './labelled-post.ts';
import { trainSvm, type SvmOptions } from './linear-svm.ts';
import type { ReadPost } from './read-posts.ts';
import type { SparseRows } from './sparse-rows.ts';
import { FIELDS, gramMatrix, learnVocabulary, vocabularyOf, type More, type Vocabulary } from './gram-matrix.ts';
import type { OtherBorders } from './other-classes.ts';

type Labels = Pick<LabelledPost, 'primary' | 'secondary' | 'appeal' | 'sensitivity' | 'focus'>;

export interface TrainingRow {
  read: ReadPost;
  /** Whether the row stands on the near side of a label's border, and how much it counts; 0 where it says nothing. */
  side(label: number): { near: boolean; share: number };
}

/** What an annotated post teaches. A topic it has by the side is no clear counter-example. */
export const annotated = (read: ReadPost, labels: Labels): TrainingRow => ({
  read,
  side: (label) => ({ near: holds(labels, label), share: isAside(labels, label) ? ASIDE_SHARE : 1 }),
});

/** Chosen in cross-validation, see MODEL-CARD.md. */
const MOST_GRAMS = 40_000;
const SVM: SvmOptions = { c: 2, passes: 40, tolerance: 0.1, seed: 20261122 };
/** Enough to know which grams speak. */
const COARSE: SvmOptions = { ...SVM, passes: 12, tolerance: 0.5 };
const ASIDE_SHARE = 0.3;
/** Share of the borders of other sets beside the grams. */
const OTHERS_SHARE = 0.15;
const MOST_STEPS = 127;

/** All borders from the same rows, quantised. The scales are those of nothing known; `scalesOf` gives them. */
export function trainLabelWeights(rows: readonly TrainingRow[], others: OtherBorders = NO_OTHERS): RawWeights {
  const all = learnVocabulary(rows.map(({ read }) => read));
  return trainOn(rows, telling(trainOn(rows, all, others, COARSE), all), others, SVM);
}

const NO_OTHERS: OtherBorders = { count: 0, of: new Map() };

/** The grams that speak loudest: the others cost time and teach almost nothing, most of them the boilerplate of orders. */
function telling({ table, header }: RawWeights, { keys, rarity }: Vocabulary): Vocabulary {
  const stride = strideOf(header.labels.length);
  const loud = Float64Array.from(keys, (_key, gram) =>
    header.steps.reduce((sum, step, label) => sum + (table[gram * stride + label]! * step) ** 2, 0),
  );
  const least = [...loud].sort((a, b) => b - a)[MOST_GRAMS] ?? -1;
  const kept = [...keys.keys()].filter((gram) => loud[gram]! > least);
  return vocabularyOf(kept.map((gram): [number, number] => [keys[gram]!, rarity[gram]!]));
}

function trainOn(
  rows: readonly TrainingRow[],
  vocabulary: Vocabulary,
  others: OtherBorders,
  svm: SvmOptions,
): RawWeights {
  const matrix = toMatrix(rows, vocabulary, others);
  const { keys, rarity } = vocabulary;
  const labels = LABEL_NAMES.length;
  const stride = strideOf(labels);
  const table = new Int8Array(keys.length * stride);
  const signalTable = new Float32Array(SIGNAL_NAMES.length * labels);
  const [steps, biases]: [number[], number[]] = [[], []];
  LABEL_NAMES.forEach((_, label) => {
    const sides = rows.map((row) => row.side(label));
    const positive = Uint8Array.from(sides, ({ near }) => (near ? 1 : 0));
    const shares = Float64Array.from(sides, ({ share }) => share);
    const border = trainSvm(matrix, positive, { ...svm, shares });
    const weighed = melt(border, vocabulary, others);
    const step = (weighed.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1) / MOST_STEPS;
    weighed.forEach((value, gram) => (table[gram * stride + label] = Math.round(value / step)));
    SIGNAL_NAMES.forEach((_name, signal) => (signalTable[signal * labels + label] = border[keys.length + signal]!));
    steps.push(step);
    biases.push(border[matrix.width]!);
  });
  const header = {
    ...{ version: WEIGHTS_VERSION, labels: [...LABEL_NAMES], signals: [...SIGNAL_NAMES], grams: keys.length },
    ...{ fields: FIELDS, steps, biases, scales: LABEL_NAMES.map(() => ({ slope: -1, offset: 0 })), bands: {} },
  };
  return { header, keys, rarity, table, signalTable };
}

/** Whether a row belongs on the near side of a label's border. */
export function holds(labels: Labels, label: number): boolean {
  if (label < FIRST_APPEAL) return labels.primary === TOPIC_KEYS[label];
  if (label < FIRST_LEVEL) return labels.appeal === APPEAL_KEYS[label - FIRST_APPEAL];
  if (label < FIRST_FOCUS) return labels.sensitivity >= label - FIRST_LEVEL + 1;
  return labels.focus.includes(FOCUS_KEYS[label - FIRST_FOCUS]!);
}

const isAside = (labels: Labels, label: number): boolean =>
  label < FIRST_APPEAL && labels.secondary.includes(TOPIC_KEYS[label]!);

/** Grams first, then signals, then the borders of other sets. */
function toMatrix(rows: readonly TrainingRow[], vocabulary: Vocabulary, others: OtherBorders): SparseRows {
  const { keys } = vocabulary;
  const signals = SIGNAL_NAMES.length;
  const room = new Float64Array(signals + others.count);
  const of: More['of'] = (index, columns, values, from, to) => {
    room.fill(0).set(rows[index]!.read.signals);
    for (let at = from; at < to; at++) {
      const weights = others.of.get(keys[columns[at]!]!);
      if (weights) weights.forEach((weight, other) => (room[signals + other]! += OTHERS_SHARE * weight * values[at]!));
    }
    return room;
  };
  const reads = rows.map(({ read }) => read);
  return gramMatrix(reads, vocabulary, { width: room.length, of });
}

/** What a gram counts for a label by itself and through the borders of other sets, times its rarity. */
function melt(border: Float64Array, { keys, rarity }: Vocabulary, others: OtherBorders): Float64Array {
  const first = keys.length + SIGNAL_NAMES.length;
  return Float64Array.from(keys, (key, gram) => {
    let sum = border[gram]!;
    others.of.get(key)?.forEach((weight, other) => (sum += OTHERS_SHARE * weight * border[first + other]!));
    return (sum * rarity[gram]!) / IDF_STEPS;
  });
}
