import type { ClockSpec } from './clock.ts';
import type { Full, Pause } from './due.ts';
import { step, type DueStep } from './explain.ts';

/** What a clock is given in all, in the unit of its rule. */
export function amountOf(spec: ClockSpec, options: Full): number {
  const base = 'days' in spec.limit ? spec.limit.days : spec.limit.minutes;
  return options.extensions.reduce((sum, extension) => sum + extension.amount, base);
}

export function extended(options: Full, at: Date): DueStep[] {
  return options.extensions.map((extension) => step(at, true, null, `延期${extension.amount}：${extension.reason}`));
}

export const stopWhy = ({ ended, reason }: Pause): string => (ended === true ? reason : `停计：${reason}`);
