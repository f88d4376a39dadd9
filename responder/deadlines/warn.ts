import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { ClockRule, ClocksBook } from '../../config/schema/clocks.ts';
import { countingOf, minutesOfClock } from './book.ts';
import { MINUTE_MS, dayOf, instantOf, type WorkCalendar } from './calendar.ts';
import { due } from './due.ts';
import { workingMsBetween } from './windows.ts';

export interface WarnPoint {
  /** Stable inside one clock: warn-180m, warn-quarter, warn-previous-day, amber-60m. */
  id: string;
  kind: 'warn' | 'amber';
  at: Date;
  title: string;
}

/** L-09: when to warn, in order; points not after the start or not before the end fall away. */
export function warnPoints(book: ClocksBook, rule: ClockRule, start: Date, end: Date, work: WorkCalendar): WarnPoint[] {
  if (!rule.clock) return rule.per_order ? dayPoints(book, false, start, end, work).filter(inside(start, end)) : [];
  const points =
    typeof rule.clock.limit === 'number'
      ? dayPoints(book, rule.clock.calendar === 'working_days', start, end, work)
      : rule.clock.calendar === 'natural_hours'
        ? hourPoints(book, limitAmount(rule.clock.limit), end)
        : [];
  const amber = rule.amber.map((after): WarnPoint => {
    const minutes = limitAmount(after);
    const at = new Date(start.getTime() + minutes * MINUTE_MS);
    return { id: `amber-${minutes}m`, kind: 'amber', at, title: `已过${words(minutes)}（内部提示，非法定）` };
  });
  return [...points, ...amber].filter(inside(start, end)).sort((a, b) => a.at.getTime() - b.at.getTime());
}

const inside = (start: Date, end: Date) => (point: WarnPoint) => point.at > start && point.at < end;

function hourPoints(book: ClocksBook, limit: number, end: Date): WarnPoint[] {
  const rows = [...book.warn.natural_hours].sort((a, b) => limitAmount(a.up_to) - limitAmount(b.up_to));
  const row = rows.find((one) => limitAmount(one.up_to) >= limit) ?? rows.at(-1)!;
  return row.before.map((before) => {
    const minutes = limitAmount(before);
    const at = new Date(end.getTime() - minutes * MINUTE_MS);
    return { id: `warn-${minutes}m`, kind: 'warn', at, title: `距到期${words(minutes)}` };
  });
}

/** A quarter of the time left (working time for working-day clocks), and 9:00 of the working day before. */
function dayPoints(book: ClocksBook, working: boolean, start: Date, end: Date, work: WorkCalendar): WarnPoint[] {
  const { remaining, previous_day_at: hour } = book.warn.days;
  const counting = countingOf(book);
  let quarter = new Date(end.getTime() - (end.getTime() - start.getTime()) * remaining);
  if (working) {
    const minutes = Math.floor((workingMsBetween(start, end, work, counting) / MINUTE_MS) * (1 - remaining));
    if (minutes > 0) quarter = due({ calendar: 'working_hours', limit: { minutes } }, start, work, { counting }).due;
  }
  let before = dayOf(end) - 1;
  while (working && before > dayOf(start) && !work.day(before).working) before -= 1;
  return [
    { id: 'warn-quarter', kind: 'warn', at: quarter, title: `剩余${Math.round(remaining * 100)}%` },
    { id: 'warn-previous-day', kind: 'warn', at: instantOf(before, minutesOfClock(hour)), title: '到期前一日' },
  ];
}

function words(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60}小时` : `${minutes}分钟`;
}
