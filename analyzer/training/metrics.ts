export interface ClassMetrics {
  precision: number;
  recall: number;
  f1: number;
  /** Rows of the class in the truth. */
  rows: number;
}

export interface LabelMetrics {
  macroF1: number;
  accuracy: number;
  /** Share of rows whose truth is among the three best. */
  top3: number;
  perClass: Record<string, ClassMetrics>;
  /** confusion[truth][answer] = rows. */
  confusion: Record<string, Record<string, number>>;
}

/** Macro-F1 is over the classes that occur in the truth, each counting the same. `ranked[i]` = answers of row i, best first. */
export function measureLabels(truth: readonly string[], ranked: readonly (readonly string[])[]): LabelMetrics {
  const names = [...new Set(truth)].sort();
  const confusion: LabelMetrics['confusion'] = {};
  truth.forEach((label, row) => {
    const line = (confusion[label] ??= {});
    const answer = ranked[row]![0]!;
    line[answer] = (line[answer] ?? 0) + 1;
  });
  const answered = (label: string): number => ranked.filter(([first]) => first === label).length;
  const perClass = Object.fromEntries(
    names.map((label): [string, ClassMetrics] => {
      const rows = truth.filter((each) => each === label).length;
      const hits = confusion[label]?.[label] ?? 0;
      const precision = hits / (answered(label) || 1);
      const recall = hits / rows;
      return [label, { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall), rows }];
    }),
  );
  const share = (holds: (row: number) => boolean): number => truth.filter((_, row) => holds(row)).length / truth.length;
  return {
    macroF1: names.reduce((sum, label) => sum + perClass[label]!.f1, 0) / names.length,
    accuracy: share((row) => ranked[row]![0] === truth[row]),
    top3: share((row) => ranked[row]!.slice(0, 3).includes(truth[row]!)),
    ...{ perClass, confusion },
  };
}
