import type { Colour } from '../../analyzer/messages.ts';
import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { EscalationBook, EscalationRole, LadderRung } from '../../config/schema/escalation.ts';
import { minutesOfClock } from '../deadlines/book.ts';
import { MINUTE_MS, dayOf, instantOf, type WorkCalendar } from '../deadlines/calendar.ts';

export interface LadderStep {
  id: string;
  action: LadderRung['action'];
  at: Date;
  notify: EscalationRole[];
}

/** L-10: what happens when after a missed due time, in order. Drafts only; a person issues them. */
export function ladder(book: EscalationBook, colour: Colour | null, due: Date, work: WorkCalendar): LadderStep[] {
  const rungs = colour === 'red' || colour === 'orange' ? book.ladders[colour] : book.ladders.others;
  return rungs
    .map(({ id, action, notify, ...when }) => ({ id, action, notify, at: momentOf(when, due, work) }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

function momentOf(when: Pick<LadderRung, 'after' | 'working_days' | 'at'>, due: Date, work: WorkCalendar): Date {
  if (when.after !== undefined) return new Date(due.getTime() + limitAmount(when.after) * MINUTE_MS);
  let day = dayOf(due);
  for (let left = when.working_days ?? 1; left > 0;) if (work.day((day += 1)).working) left -= 1;
  return instantOf(day, minutesOfClock(when.at ?? '09:00'));
}
