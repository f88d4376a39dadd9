import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { ResponderBooks } from '../books.ts';
import { countingOf } from '../deadlines/book.ts';
import { due } from '../deadlines/due.ts';
import type { Ticket } from './ticket.ts';

type Judged = Pick<Ticket, 'colour' | 'judged_at' | 'rejudged_at' | 'second_at'>;
type Books = Pick<ResponderBooks, 'clocks' | 'calendar' | 'ticketRules'>;

/** Until when a judged matter should be ordered: minutes or hours after its judgement by colour, never past what the public waits for. */
export function orderDue(
  { colour, judged_at: judged, rejudged_at: again, second_at: second }: Judged,
  firstDue: Date | null,
  { clocks, calendar, ticketRules }: Books,
): Date | null {
  const from = second ?? again ?? judged;
  const row = ticketRules.dispatch.within.find(({ colours }) => colours.includes(colour ?? 'none'));
  if (from === null || row === undefined) return firstDue;
  const spec = { calendar: row.calendar, limit: { minutes: limitAmount(row.limit) } };
  const own = due(spec, from, calendar, { counting: countingOf(clocks) }).due;
  return firstDue !== null && firstDue < own ? firstDue : own;
}

/** From when a closed matter may be put away, and until when it should be: its observation is over, then so many working days. */
export function archiveTimes(
  { closed_at: closed, last_release_at: released }: { closed_at: Date; last_release_at: Date | null },
  observationHours: number,
  { clocks, calendar, ticketRules }: Books,
): { from: Date; due: Date } {
  const observed = released === null ? 0 : released.getTime() + observationHours * 3_600_000;
  const from = new Date(Math.max(closed.getTime(), observed));
  const spec = { calendar: 'working_days' as const, limit: { days: ticketRules.archive.workingDays } };
  return { from, due: due(spec, from, calendar, { counting: countingOf(clocks) }).due };
}
