import type { ResponderBooks } from '../books.ts';
import { countingOf } from '../deadlines/book.ts';
import { due } from '../deadlines/due.ts';
import { workingMsBetween } from '../deadlines/windows.ts';
import type { Clock } from './ticket.ts';

type OwedReport = Pick<Clock, 'due_at' | 'rule'>;
const MINUTE_MS = 60_000;

/** The report owed now, else the earliest public deadline; what the share of a hop is reckoned from. */
export function reportDueOf(clocks: readonly Pick<Clock, 'due_at' | 'role' | 'rule' | 'state'>[]): OwedReport | null {
  const running = clocks
    .filter(({ state }) => state === 'running' || state === 'overdue')
    .sort((a, b) => a.due_at.getTime() - b.due_at.getTime());
  const report = running.find(({ rule }) => rule.satisfied_by.some(({ fact }) => fact === 'reported_back'));
  return report ?? running.find(({ role }) => role === 'public') ?? null;
}

/** A hop as the sharing of time looks at it. */
export interface SharedHop {
  received_at: Date;
  left_at: Date | null;
  left_by: string | null;
  /** The latest instant it should have passed the order on; only hops that passed it down have one. */
  share_end_at: Date | null;
}

/**
 * The end of the share a unit may keep of the time from receiving to the report that is due, reckoned as that report's own time is: where it counts
 * in working days or hours, nobody has to pass an order on at night.
 */
export function shareEnd(
  received: Date,
  owed: OwedReport,
  { clocks, calendar, ticketRules }: Pick<ResponderBooks, 'clocks' | 'calendar' | 'ticketRules'>,
): Date {
  const { share } = ticketRules.passDown;
  if (owed.due_at <= received) return received;
  if (!owed.rule.clock?.calendar.startsWith('working'))
    return new Date(received.getTime() + (owed.due_at.getTime() - received.getTime()) * share);
  const counting = countingOf(clocks);
  const minutes = Math.floor((workingMsBetween(received, owed.due_at, calendar, counting) * share) / MINUTE_MS);
  return minutes === 0
    ? received
    : due({ calendar: 'working_hours', limit: { minutes } }, received, calendar, { counting }).due;
}

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
