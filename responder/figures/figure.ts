/** The numbers of people (and the loss) the machine reads in a text, by the keys of the analyzer. Everything else a sheet names by itself. */
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

/** What a number may be: 30余 is 30 to 39, 约500 is 450 to 550, 至少10 is 10 to open (high null). */
export interface Span {
  low: number;
  high: number | null;
}

/** 11, 3至5, 至少10. */
export function figureText({ low, high }: { low: number | null; high: number | null }): string {
  if (low === null) return '';
  if (high === null) return `至少${low}`;
  return low === high ? String(low) : `${low}至${high}`;
}

/**
 * Can both be true of one thing? 30余户 and 35户 can, 30户 and 35户 cannot. Afterwards "at least" must not hide how many we told before: an open
 * end agrees with an exact number only while that is less than twice as high.
 */
export function agrees(now: Span, before: Span): boolean {
  const meet = now.low <= (before.high ?? Infinity) && before.low <= (now.high ?? Infinity);
  const hides = now.high === null && before.high !== null && now.low * 2 <= before.low;
  return meet && !hides;
}

/** Does what is approved carry what is told? The same, or a rounder number around it; never a more exact one, never an open end. */
export function carries(approved: Span, told: Span): boolean {
  if (approved.low === told.low && approved.high === told.high) return true;
  return told.high !== null && approved.high !== null && told.low <= approved.low && approved.high <= told.high;
}
