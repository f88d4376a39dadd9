/** The numbers the machine can read in a text, by the keys of the analyzer. Everything else a sheet names by itself. */
export const FIGURE_TITLES = {
  deaths: '死亡人数',
  seriousInjuries: '重伤人数',
  injuries: '受伤人数（含重伤）',
  missing: '失联人数',
  poisoned: '中毒（发病）人数',
  evacuated: '疏散转移人数',
  directLossYuan: '直接经济损失（元）',
} as const;
export type FigureKey = keyof typeof FIGURE_TITLES;

export const isFigureKey = (key: string): key is FigureKey => key in FIGURE_TITLES;

export const titleOf = (key: string): string => (isFigureKey(key) ? FIGURE_TITLES[key] : key);

/** 11, 3至5, 至少10. */
export function figureText({ low, high }: { low: number | null; high: number | null }): string {
  if (low === null) return '';
  if (high === null) return `至少${low}`;
  return low === high ? String(low) : `${low}至${high}`;
}
