import { DAY_MS, MINUTE_MS, dayOf, type WorkCalendar } from './calendar.ts';
import type { CalendarType, Counting } from './clock.ts';
import type { Pause } from './due.ts';
import { running, workingMsBetween } from './windows.ts';

/** In which hours a clock of this kind runs: office hours on working days, or all day. */
export const dayHours = (calendar: CalendarType, { officeHours }: Counting): [number, number][] =>
  inOffice(calendar) ? officeHours : [[0, 24 * 60]];

const inOffice = (calendar: CalendarType): boolean => calendar === 'working_days' || calendar === 'working_hours';

export const dayLength = (calendar: CalendarType, counting: Counting): number =>
  dayHours(calendar, counting).reduce((sum, [from, to]) => sum + to - from, 0) * MINUTE_MS;

/** What a stop took of such a clock, in milliseconds. */
export const timeStopped = (
  calendar: CalendarType,
  { from, to }: Pick<Pause, 'from' | 'to'>,
  work: WorkCalendar,
  counting: Counting,
): number => (inOffice(calendar) ? workingMsBetween(from, to, work, counting) : to.getTime() - from.getTime());

/** So much such time later: whole days at the same hour, what is left over in the hours in which it runs. */
export function timeLater(calendar: CalendarType, at: Date, ms: number, work: WorkCalendar, counting: Counting): Date {
  if (!inOffice(calendar)) return new Date(at.getTime() + ms);
  const length = dayLength(calendar, counting);
  const from = workingDaysLater(at, Math.floor(ms / length), work);
  let left = ms % length;
  for (let day = dayOf(from); left > 0; day += 1)
    for (const [begin, end] of work.day(day).working ? running(day, counting.officeHours, from, []) : []) {
      if (end - begin >= left) return new Date(begin + left);
      left -= end - begin;
    }
  return from;
}

function workingDaysLater(at: Date, days: number, work: WorkCalendar): Date {
  let day = dayOf(at);
  for (let left = days; left > 0;) {
    day += 1;
    if (work.day(day).working) left -= 1;
  }
  return new Date(at.getTime() + (day - dayOf(at)) * DAY_MS);
}
