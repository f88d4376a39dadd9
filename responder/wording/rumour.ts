import type { WordingBook } from '../../config/schema/wording.ts';
import type { Verification } from '../tickets/judgement.ts';

/** How a claim is named. Before it was verified it is never called more than what it is (README.md, What it refuses to be). */
export const CLAIM_LABELS: Record<Verification, string> = {
  unverified: '网传信息·待核实',
  verifying: '网传信息·待核实（核实中）',
  unverifiable: '网传信息·待核实（暂无法核实）',
  true: '网传信息·经核实属实',
  partly_true: '网传信息·经核实部分属实',
  false: '不实信息（经核实）',
};
/** Only what was found untrue, wholly or in part, can be clarified. */
export const isRefuted = (verification: Verification): boolean =>
  verification === 'false' || verification === 'partly_true';

/** Posts of the event as counted at an instant. */
export interface Count {
  at: Date;
  mentions: number;
}

const HOUR = 3_600_000;

/** Posts at an instant: the last count not after it. What was there when counting began is no growth. */
export function countAt(counts: readonly Count[], at: Date): number {
  let last = counts[0]?.mentions ?? 0;
  for (const count of counts) if (count.at <= at) last = count.mentions;
  return last;
}

export interface Reach {
  /** Length of each window; shorter than the rulebook's while not so much time has passed. */
  hours: number;
  before: number;
  after: number;
}

/** New posts in equal windows before and after the clarification. `counts` oldest first. */
export function reachOf(counts: readonly Count[], clarifiedAt: Date, now: Date, hours: number): Reach {
  const length = Math.min(hours * HOUR, now.getTime() - clarifiedAt.getTime());
  const at = (ms: number): number => countAt(counts, new Date(clarifiedAt.getTime() + ms));
  return {
    hours: Math.round((length / HOUR) * 10) / 10,
    before: at(0) - at(-length),
    after: at(length) - at(0),
  };
}

/** New posts an hour, from `hours` before the clarification until now (or as long after). */
export function spreadByHour(
  counts: readonly Count[],
  clarifiedAt: Date,
  now: Date,
  hours: number,
): { from: Date; posts: number }[] {
  const until = Math.min(now.getTime(), clarifiedAt.getTime() + hours * HOUR);
  const bars = [];
  for (let from = clarifiedAt.getTime() - hours * HOUR; from < until; from += HOUR)
    bars.push({
      from: new Date(from),
      posts: countAt(counts, new Date(Math.min(from + HOUR, until))) - countAt(counts, new Date(from)),
    });
  return bars;
}

/** Why it must be looked at again, or null: after the clarification more is said than before it. */
export function flareReason(
  counts: readonly Count[],
  clarifiedAt: Date,
  now: Date,
  { flareHours, flareMinNew, flareFactor }: WordingBook['rumours'],
): string | null {
  const since = new Date(Math.max(clarifiedAt.getTime(), now.getTime() - flareHours * HOUR));
  const length = now.getTime() - since.getTime();
  if (length <= 0) return null;
  const fresh = countAt(counts, now) - countAt(counts, since);
  const before = countAt(counts, since) - countAt(counts, new Date(since.getTime() - length));
  if (fresh < flareMinNew || fresh < before * flareFactor) return null;
  const hours = Math.max(1, Math.round(length / HOUR));
  return `澄清发布后再次升温：近${hours}小时新增${fresh}条，此前同长时段${before}条`;
}
