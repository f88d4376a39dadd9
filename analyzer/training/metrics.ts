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

/** Without what every object has: a label may be called constructor. */
const table = <T>(): Record<string, T> => Object.create(null) as Record<string, T>;

/** Macro-F1 is over the classes that occur in the truth, each counting the same. `ranked[i]` = answers of row i, best first. */
export function measureLabels(truth: readonly string[], ranked: readonly (readonly string[])[]): LabelMetrics {
  const names = [...new Set(truth)].sort();
  const confusion = table<Record<string, number>>();
  truth.forEach((label, row) => {
    const line = (confusion[label] ??= table());
    const answer = ranked[row]![0]!;
    line[answer] = (line[answer] ?? 0) + 1;
  });
  const answered = (label: string): number => ranked.filter(([first]) => first === label).length;
  const perClass = table<ClassMetrics>();
  for (const label of names) {
    const rows = truth.filter((each) => each === label).length;
    const hits = confusion[label]?.[label] ?? 0;
    const precision = hits / (answered(label) || 1);
    const recall = hits / rows;
    const f1 = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    perClass[label] = { precision, recall, f1, rows };
  }
  const share = (holds: (row: number) => boolean): number => truth.filter((_, row) => holds(row)).length / truth.length;
  return {
    macroF1: names.reduce((sum, label) => sum + perClass[label]!.f1, 0) / names.length,
    accuracy: share((row) => ranked[row]![0] === truth[row]),
    top3: share((row) => ranked[row]!.slice(0, 3).includes(truth[row]!)),
    ...{ perClass, confusion },
  };
}
