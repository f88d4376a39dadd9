import { amountOf, extended, stopWhy } from './amounts.ts';
import { dayOf, instantOf, minutesOf, type DayNumber, type WorkCalendar } from './calendar.ts';
import type { CalendarType, ClockSpec, Counting } from './clock.ts';
import { dayHours, dayLength } from './day-time.ts';
import type { DueResult, Full } from './due.ts';
import { step, Walk } from './explain.ts';
import { hoursInWords, lengthOf, running } from './windows.ts';

/**
 * Natural days and working days. Each counts as a whole and the clock ends with its last day; a stop takes out the time it really took, office time
 * of working days, so that a night takes nothing and an afternoon no more than the afternoon.
 */
export function wholeDays(spec: ClockSpec, start: Date, work: WorkCalendar, options: Full): DueResult {
  const walk = new Walk(work);
  const total = amountOf(spec, options);
  const received = receivedDay(spec, start, walk, options.counting);
  const onDay = (day: DayNumber): Day => dayParts(day, spec, start, options, walk);
  const dayMs = dayLength(spec.calendar, options.counting);
  // The day of receipt is not counted; what a stop took of it is owed all the same.
  let left = total * dayMs + onDay(received).stopped;
  let day = received;
  let last: Date | null = null;
  while (last === null) {
    day += 1;
    walk.guard(day - received);
    const { why, parts, stopped } = onDay(day);
    for (const [from, to] of parts) {
      const take = Math.min(to - from, left);
      left -= take;
      if (left === 0) last ??= new Date(from + take);
    }
    walk.note(
      instantOf(day),
      parts.length > 0,
      Math.max(0, Math.floor(total - left / dayMs)),
      dayWhy(why, parts, stopped),
    );
  }
  if (spec.calendar === 'natural_days' && options.counting.rollNaturalDays) {
    const rolled = roll(day, walk);
    if (rolled > day) last = instantOf(rolled + 1);
  }
  const at = asWritten(last, spec.calendar, options.counting);
  return {
    due: at,
    calendar: spec.calendar,
    steps: [...walk.steps, ...extended(options, instantOf(day)), step(at, true, total, '截止')],
    uncalibrated: walk.uncalibrated,
  };
}

interface Day {
  why: string;
  /** In which it counts, without the stops. */
  parts: [number, number][];
  /** What the stops took out of it. */
  stopped: number;
}

function dayParts(day: DayNumber, { calendar }: ClockSpec, start: Date, { counting, pauses }: Full, walk: Walk): Day {
  const { working, why } = calendar === 'working_days' ? walk.look(day) : { working: true, why: '自然日' };
  const whole = working ? running(day, dayHours(calendar, counting), start, []) : [];
  const parts = working ? running(day, dayHours(calendar, counting), start, pauses) : [];
  const stopped = lengthOf(whole) - lengthOf(parts);
  const stop = pauses.find(({ from, to }) => whole.some((part) => from.getTime() < part[1] && part[0] < to.getTime()));
  return { why: stop === undefined || stopped === 0 ? why : stopWhy(stop), parts, stopped };
}

const dayWhy = (why: string, parts: readonly [number, number][], stopped: number): string =>
  stopped === 0 || parts.length === 0 ? why : `${why}（当日计${hoursInWords(parts)}）`;

/** The day the matter counts as received; it is never counted itself. */
function receivedDay(spec: ClockSpec, start: Date, walk: Walk, counting: Counting): DayNumber {
  let day = dayOf(start);
  if (spec.calendar === 'natural_days' || counting.afterHours === 'same_day') {
    walk.note(start, false, 0, '起算，当日不计');
    return day;
  }
  const first = walk.look(day);
  const officeEnd = counting.officeHours.at(-1)![1];
  if (first.working && minutesOf(start) <= officeEnd) {
    walk.note(start, false, 0, `${first.why}，收到当日不计`);
    return day;
  }
  walk.note(start, false, 0, first.working ? '下班后收到，视为次一工作日收到' : `${first.why}收到，视为次一工作日收到`);
  do {
    day += 1;
    walk.guard(day - dayOf(start));
  } while (!walk.look(day).working);
  walk.note(instantOf(day), false, 0, `${walk.look(day).why}，视为收到日，不计`);
  return day;
}

function roll(day: DayNumber, walk: Walk): DayNumber {
  let end = day;
  while (!walk.look(end).working) {
    walk.note(instantOf(end), false, null, `${walk.look(end).why}，期满顺延`);
    end += 1;
  }
  return end;
}

/** An end with the office day is midnight by setting; 24:00 is written as 23:59:59, so that the date on every screen is the last day itself. */
function asWritten(last: Date, calendar: CalendarType, { officeHours, workingDayEnds }: Counting): Date {
  const endsLate = calendar === 'working_days' && workingDayEnds === 'midnight';
  const midnight = endsLate && minutesOf(last) === officeHours.at(-1)![1] ? instantOf(dayOf(last) + 1) : last;
  return minutesOf(midnight) === 0 ? new Date(midnight.getTime() - 1000) : midnight;
}
