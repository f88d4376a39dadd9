import type { Clock } from './ticket.ts';

/** The report owed now, else the earliest public deadline; what the share of a hop is reckoned from. */
export function reportDueOf(clocks: readonly Pick<Clock, 'due_at' | 'role' | 'rule' | 'state'>[]): Date | null {
  const running = clocks
    .filter(({ state }) => state === 'running' || state === 'overdue')
    .sort((a, b) => a.due_at.getTime() - b.due_at.getTime());
  const report = running.find(({ rule }) => rule.satisfied_by.some(({ fact }) => fact === 'reported_back'));
  return (report ?? running.find(({ role }) => role === 'public'))?.due_at ?? null;
}

/** A hop as the sharing of time looks at it. */
export interface SharedHop {
  received_at: Date;
  left_at: Date | null;
  left_by: string | null;
  /** The latest instant it should have passed the order on; only hops that passed it down have one. */
  share_end_at: Date | null;
}

/** The end of the share a unit may keep of the time from receiving to the report that is due. */
export const shareEnd = (received: Date, due: Date, share: number): Date =>
  new Date(received.getTime() + Math.max(0, due.getTime() - received.getTime()) * share);

/** How long beyond its share a hop kept the order before it passed it down; ms. */
export const keptTooLong = (hop: SharedHop): number =>
  hop.left_by !== 'passed_down' || hop.left_at === null || hop.share_end_at === null
    ? 0
    : Math.max(0, hop.left_at.getTime() - hop.share_end_at.getTime());

/**
 * Whose lateness it is: what is late is borne first by the hops that kept the order beyond their share, the worst one first,
 * and only the rest by the unit that has it. ms a hop, in the order given; their sum is the lateness.
 */
export function attributeLateness(hops: readonly SharedHop[], lateMs: number): number[] {
  const borne = hops.map(() => 0);
  if (hops.length === 0 || lateMs <= 0) return borne;
  let rest = lateMs;
  const worst = hops.map((hop, index) => ({ index, over: keptTooLong(hop) })).sort((a, b) => b.over - a.over);
  for (const { index, over } of worst) {
    borne[index] = Math.min(over, rest);
    rest -= borne[index];
  }
  borne[hops.length - 1]! += rest;
  return borne;
}
