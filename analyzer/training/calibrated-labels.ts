import { fitPlatt, probability, type Platt } from './calibration.ts';
import { trainLabels, type LabelledText, type LabelsModel } from './labels-model.ts';
import { partOf } from './split.ts';

export interface GroupedText extends LabelledText {
  /** Rows of one group are near copies and are never parted. */
  group: string;
}

export interface CalibratedLabels {
  labels: readonly string[];
  /** For each text all labels, likeliest first; their probabilities sum to 1. */
  rank(texts: readonly string[]): { label: string; probability: number }[][];
  /** An answer below this probability belongs before a person; above it `SURE` of the answers were right on rows kept aside in turn. */
  sureFrom: number;
}

const FOLDS = 3;
const SURE = 0.95;

/** Trains on all rows, and learns from models that saw only two thirds what a distance to the border is worth. */
export function trainCalibrated(rows: readonly GroupedText[]): CalibratedLabels {
  const aside = rowsAside(rows);
  const model = trainLabels(rows);
  const scales = new Map(model.labels.map((label) => [label, scaleOf(label, aside)]));
  const sureFrom = lowestSure(
    aside.map(({ truth, margins }) => {
      const [best] = toProbabilities(margins, scales);
      return { probability: best!.probability, right: best!.label === truth };
    }),
  );
  return {
    labels: model.labels,
    rank: (texts) => model.rank(texts).map((margins) => toProbabilities(margins, scales)),
    sureFrom,
  };
}

type Margins = ReturnType<LabelsModel['rank']>[number];
interface Aside {
  truth: string;
  margins: Margins;
}

function rowsAside(rows: readonly GroupedText[]): Aside[] {
  const parts = rows.map((row) => partOf(`aside ${row.group}`, FOLDS));
  return Array.from({ length: FOLDS }, (_, fold) => {
    const kept = rows.filter((_, index) => parts[index] === fold);
    const others = rows.filter((_, index) => parts[index] !== fold);
    if (new Set(others.map(({ label }) => label)).size < 2) return [];
    const ranked = trainLabels(others).rank(kept.map(({ text }) => text));
    return kept.map(({ label }, index): Aside => ({ truth: label, margins: ranked[index]! }));
  }).flat();
}

/** A label that one part lacked is learned from the others; one that all lacked stays improbable. */
function scaleOf(label: string, aside: readonly Aside[]): Platt {
  const known = aside.flatMap(({ truth, margins }) => {
    const own = margins.find((answer) => answer.label === label);
    return own ? [{ margin: own.margin, one: truth === label ? 1 : 0 }] : [];
  });
  return fitPlatt(
    known.map(({ margin }) => margin),
    known.map(({ one }) => one),
  );
}

function toProbabilities(
  margins: Margins,
  scales: ReadonlyMap<string, Platt>,
): { label: string; probability: number }[] {
  const each = margins.map(({ label, margin }) => ({ label, probability: probability(scales.get(label)!, margin) }));
  const sum = each.reduce((total, answer) => total + answer.probability, 0) || 1;
  return each
    .map(({ label, probability: own }) => ({ label, probability: own / sum }))
    .sort((a, b) => b.probability - a.probability || (a.label < b.label ? -1 : 1));
}

/** The lowest probability from which on enough answers are right; above 1 when never. */
function lowestSure(answers: { probability: number; right: boolean }[]): number {
  const ordered = [...answers].sort((a, b) => b.probability - a.probability);
  let [right, lowest] = [0, 1.01];
  ordered.forEach((answer, index) => {
    right += answer.right ? 1 : 0;
    if (right / (index + 1) >= SURE) lowest = answer.probability;
  });
  return lowest;
}
