import type { Spent } from '../tables.ts';

/** A unit had the matter from one instant to another; null = still. */
export interface Span {
  unit: string;
  from: Date;
  to: Date | null;
}
export interface Course {
  /** The order lay with these, one after the other. */
  hops: readonly Span[];
  /** The report waited for the review of these while the order lay with the unit below. */
  reviews: readonly Span[];
  /** Has it whenever nobody else has: before dispatching, and after a return until the ruling. */
  coordinator: string;
}

/**
 * Where the time between two instants went, unit by unit, the most first (lateness belongs to the hop that spent it). Whoever reviews
 * has it, else whoever the order lies with, else the coordinating office. Every second counts once.
 */
export function timeSpent({ hops, reviews, coordinator }: Course, from: Date, to: Date): Spent[] {
  const cuts = [from, to, ...[...hops, ...reviews].flatMap((span) => [span.from, span.to ?? to])]
    .map((at) => at.getTime())
    .filter((at) => at >= from.getTime() && at <= to.getTime());
  const moments = [...new Set(cuts)].sort((a, b) => a - b);
  const spent = new Map<string, number>();
  moments.slice(1).forEach((end, index) => {
    const start = moments[index]!;
    const has = holder(reviews, start, to) ?? holder(hops, start, to) ?? coordinator;
    spent.set(has, (spent.get(has) ?? 0) + (end - start));
  });
  return [...spent]
    .map(([unit, ms]) => ({ unit, seconds: Math.round(ms / 1000) }))
    .filter(({ seconds }) => seconds > 0)
    .sort((a, b) => b.seconds - a.seconds);
}

const holder = (spans: readonly Span[], at: number, end: Date): string | undefined =>
  spans.findLast((span) => span.from.getTime() <= at && at < (span.to ?? end).getTime())?.unit;
