import { createScorer } from '../model/score.ts';
import { indexOf } from '../model/weights.ts';
import { fitPlatt, type Platt } from './calibration.ts';
import { LABEL_NAMES } from '../model/label-names.ts';
import type { OtherBorders } from './other-classes.ts';
import { partOf } from './split.ts';
import { trainLabelWeights, type TrainingRow } from './train-labels.ts';

const FOLDS = 5;

export interface GroupedRow extends TrainingRow {
  group: string;
}

/** Margins of every row by weights that never saw it or its near copies. `always` are trained on in every fold and not measured. */
export function marginsAside(
  rows: readonly GroupedRow[],
  always: readonly TrainingRow[],
  others?: OtherBorders,
  folds = FOLDS,
): Float64Array[] {
  const parts = rows.map((row) => partOf(`labels ${row.group}`, folds));
  const margins: Float64Array[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const raw = trainLabelWeights([...rows.filter((_, index) => parts[index] !== fold), ...always], others);
    const scorer = createScorer({ ...raw, ...indexOf(raw.keys) });
    rows.forEach(({ read }, index) => {
      if (parts[index] !== fold) return;
      margins[index] = scorer.score(read.post.view, read.post.replyStart, read.signals).margins.slice();
    });
  }
  return margins;
}

/** What a margin is worth, label by label; rounded, so that the same bytes come whatever the order a scorer sums in. */
export const scalesOf = (rows: readonly GroupedRow[], margins: readonly Float64Array[]): Platt[] =>
  LABEL_NAMES.map((_, label) => {
    const { slope, offset } = fitPlatt(
      margins.map((own) => own[label]!),
      rows.map((row) => (row.side(label).near ? 1 : 0)),
    );
    return { slope: rounded(slope), offset: rounded(offset) };
  });

const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;
