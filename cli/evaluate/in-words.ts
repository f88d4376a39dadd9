import type { LabelMetrics } from '../../analyzer/training/metrics.ts';

export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const MOST_CONFUSIONS = 3;

/** For people: the sums, then each class; on wish what it was most often taken for. */
export function inWords({ macroF1, accuracy, top3, perClass, confusion }: LabelMetrics, confusions = false): string {
  const lines = Object.entries(perClass).map(([label, { precision, recall, f1, rows }]) => {
    const taken = Object.entries(confusion[label] ?? {})
      .filter(([answer]) => answer !== label)
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_CONFUSIONS)
      .map(([answer, n]) => `${answer} ${n}`)
      .join('、');
    const line = `  ${label}  F1 ${f1.toFixed(3)}  查准 ${percent(precision)}  查全 ${percent(recall)}  ${rows} 条`;
    return confusions && taken !== '' ? `${line}  误判为：${taken}` : line;
  });
  return [`宏平均 F1 ${macroF1.toFixed(3)}  准确率 ${percent(accuracy)}  前三命中 ${percent(top3)}`, ...lines].join(
    '\n',
  );
}
