import type { ResponderBooks } from '../books.ts';
import type { ClockPause } from '../tables.ts';
import { personOf } from '../tables.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { Clock, Ticket } from '../tickets/ticket.ts';
import { countingOf } from './book.ts';
import { timeLater, timeStopped } from './day-time.ts';
import type { Pause } from './due.ts';
import { conditionsOf } from './applies.ts';
import { decidedOutcome } from './ticket-facts.ts';

/**
 * What puts a clock aside without the matter being done: a decision of people that ends it unmet, or a report its reviewer sends back. Taken back, it
 * goes on with what was left of it: no time is won, none is lost, and the time of the review is not the unit's.
 */
export type AsideBy = 'closed' | 'not_answered' | 'reported_back';
const WHY: Record<AsideBy, { during: string; again: string }> = {
  closed: { during: '工单已办结，重启前不计', again: '工单重启' },
  not_answered: { during: '已研判为不公开回应，重新研判前不计', again: '重新研判为应予回应' },
  reported_back: { during: '反馈已报送，审核退回前不计', again: '反馈经审核退回修改' },
};

/** By which such decision it stands still for good; null = it was met, or ended otherwise. */
export function asideBy(clock: Pick<Clock, 'state' | 'stopped_by'>): AsideBy | null {
  const fact = clock.stopped_by?.fact;
  if (clock.state === 'satisfied') return fact === 'closed' || fact === 'reported_back' ? fact : null;
  return clock.state === 'ended' && (fact === 'closed' || fact === 'not_answered') ? fact : null;
}

export const againWhy = (by: AsideBy): string => WHY[by].again;

/** By which decision a clock of this ticket ends that is not called for any more. */
export function endedBy(ticket: Ticket, rule: Clock['rule']): AsideBy | null {
  if (ticket.merged_into !== null) return null;
  if (ticket.closed_at !== null) return 'closed';
  const outcome = decidedOutcome(ticket);
  const isNotFor = conditionsOf(rule).every(
    ({ outcome: asked }) => asked !== undefined && outcome !== null && !asked.some((one) => one === outcome),
  );
  return isNotFor ? 'not_answered' : null;
}

/** From when until now it was ended; null = it goes on where it stood, standing still as it did. */
export function gapOf(clock: Clock, now: Date): Pause | null {
  const by = asideBy(clock);
  if (by === null || clock.stopped_at === null || clock.paused_at !== null) return null;
  return { from: clock.stopped_at, to: now, reason: WHY[by].during, ended: true };
}

/** The times in which clocks of each family had ended, those of now included, for the plans that go on from them. `isMet` = its fact still stands. */
export function gapsByFamily(
  rows: readonly Clock[],
  now: Date,
  isMet: (clock: Clock) => boolean,
): Record<string, Pause[]> {
  const last = new Map<string, Clock>();
  for (const clock of rows) {
    const other = last.get(clock.family);
    if (other === undefined || standsLater(clock, other)) last.set(clock.family, clock);
  }
  return Object.fromEntries(
    [...last].map(([family, clock]) => {
      const gap = isMet(clock) ? null : gapOf(clock, now);
      return [family, [...recordedGaps(clock), ...(gap === null ? [] : [gap])]];
    }),
  );
}

const standsLater = (one: Clock, other: Clock): boolean =>
  one.stopped_at === null
    ? other.stopped_at !== null || one.created_at > other.created_at
    : other.stopped_at !== null && one.stopped_at > other.stopped_at;

const recordedGaps = ({ pauses }: Clock): Pause[] =>
  pauses.flatMap(({ from, to, reason, ended }) =>
    ended === true && to !== null ? [{ from: new Date(from), to: new Date(to), reason, ended }] : [],
  );

export const keptGap = (gap: Pause, actor: Actor): ClockPause => ({
  ...{ from: gap.from.toISOString(), to: gap.to.toISOString(), reason: gap.reason },
  ...{ proof: '', by: personOf(actor), ended: true },
});

/** A due time moved by what a stop took out, in the time the clock runs in: what was granted by extension is kept. */
export function movedBy(
  { calendar, due_at: due }: Pick<Clock, 'calendar' | 'due_at'>,
  stop: { from: Date; to: Date },
  books: ResponderBooks,
): Date {
  const counting = countingOf(books.clocks);
  return timeLater(calendar, due, timeStopped(calendar, stop, books.calendar, counting), books.calendar, counting);
}
