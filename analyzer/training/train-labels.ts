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
import { worth } from '../model/score.ts';

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
const MIN_TEXTS = 3;
const MOST_GRAMS = 40_000;
const FIELDS = { whole: 1, head: 0.5, tail: 0.4 };
const SVM: SvmOptions = { c: 2, passes: 40, tolerance: 0.1, seed: 20261122 };
const ASIDE_SHARE = 0.3;
const MOST_STEPS = 127;

/** All borders from the same rows, quantised. The scales are those of nothing known; `scalesOf` gives them. */
export function trainLabelWeights(rows: readonly TrainingRow[]): RawWeights {
  const all = learnVocabulary(rows);
  return trainOn(rows, telling(trainOn(rows, all), all));
}

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

function trainOn(rows: readonly TrainingRow[], vocabulary: Vocabulary): RawWeights {
  const matrix = toMatrix(rows, vocabulary);
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
    const border = trainSvm(matrix, positive, { ...SVM, shares });
    const weighed = Float64Array.from(keys, (_key, gram) => (border[gram]! * rarity[gram]!) / IDF_STEPS);
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

interface Vocabulary {
  /** Ascending. */
  keys: Uint32Array;
  rarity: Uint8Array;
  rowOf: ReadonlyMap<number, number>;
}

function learnVocabulary(rows: readonly TrainingRow[]): Vocabulary {
  const texts = new Map<number, number>();
  for (const { read } of rows)
    for (const field of read.fields) for (const key of field.keys) texts.set(key, (texts.get(key) ?? 0) + 1);
  const kept = [...texts].filter(([, n]) => n >= MIN_TEXTS).sort(([a], [b]) => a - b);
  const rarityOf = (n: number): number =>
    Math.min(255, Math.round(IDF_STEPS * (1 + Math.log((1 + rows.length) / (1 + n)))));
  return vocabularyOf(kept.map(([key, n]): [number, number] => [key, rarityOf(n)]));
}

const vocabularyOf = (kept: readonly [key: number, rarity: number][]): Vocabulary => ({
  keys: Uint32Array.from(kept, ([key]) => key),
  rarity: Uint8Array.from(kept, ([, rarity]) => rarity),
  rowOf: new Map(kept.map(([key], row) => [key, row])),
});

/** Grams first, then signals: the same numbers the scorer forms. */
function toMatrix(rows: readonly TrainingRow[], { rarity, rowOf, keys }: Vocabulary): SparseRows {
  const room = rows.reduce(
    (sum, { read }) => sum + read.signals.length + read.fields.reduce((n, f) => n + f.keys.length, 0),
    0,
  );
  const [columns, values] = [new Int32Array(room), new Float32Array(room)];
  const starts = new Int32Array(rows.length + 1);
  let used = 0;
  rows.forEach(({ read }, index) => {
    read.fields.forEach((field, which) => {
      const from = used;
      let square = 0;
      field.keys.forEach((key, at) => {
        const gram = rowOf.get(key);
        if (gram === undefined) return;
        const value = (worth(field.times[at]!) * rarity[gram]!) / IDF_STEPS;
        columns[used] = gram;
        values[used++] = value;
        square += value * value;
      });
      const factor = [FIELDS.whole, FIELDS.head, FIELDS.tail][which]! / (Math.sqrt(square) || 1);
      for (let at = from; at < used; at++) values[at]! *= factor;
    });
    read.signals.forEach((value, signal) => {
      if (value === 0) return;
      columns[used] = keys.length + signal;
      values[used++] = value;
    });
    starts[index + 1] = used;
  });
  const width = keys.length + SIGNAL_NAMES.length;
  return { count: rows.length, width, starts, columns: columns.slice(0, used), values: values.slice(0, used) };
}
