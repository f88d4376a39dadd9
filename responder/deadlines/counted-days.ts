import { amountOf, extended, stopWhy } from './amounts.ts';
import { DAY_MS, dayOf, instantOf, minutesOf, type DayNumber, type WorkCalendar } from './calendar.ts';
import { DEFAULT_COUNTING, type CalendarType, type ClockSpec, type Counting } from './clock.ts';
import type { DueResult, Full, Pause } from './due.ts';
import { step, Walk } from './explain.ts';

/** Natural days and working days: each counts as a whole. */
export function wholeDays(spec: ClockSpec, start: Date, work: WorkCalendar, options: Full): DueResult {
  const walk = new Walk(work);
  const total = amountOf(spec, options);
  const ends = endOfDay(spec.calendar, options.counting);
  const stopOn = (day: DayNumber): Pause | undefined => {
    const end = instantOf(day, ends);
    return options.pauses.find((pause) => pause.from <= end && end < pause.to);
  };
  const received = receivedDay(spec, start, walk, options.counting);
  let day = goneOnWith(received, spec, stopOn, walk);
  for (let n = 0; n < total;) {
    day += 1;
    walk.guard(day - received);
    const paused = stopOn(day);
    const { working, why } = spec.calendar === 'working_days' ? walk.look(day) : { working: true, why: '自然日' };
    if (working && !paused) n += 1;
    walk.note(instantOf(day), working && !paused, n, paused ? stopWhy(paused) : why);
  }
  if (spec.calendar === 'natural_days' && options.counting.rollNaturalDays) day = roll(day, walk);
  const steps = [...walk.steps, ...extended(options, instantOf(day))];
  const last = lastInstant(day, ends);
  return {
    due: last,
    calendar: spec.calendar,
    steps: [...steps, step(last, true, total, '截止')],
    uncalibrated: walk.uncalibrated,
  };
}

/** Stopped before the day of receipt was over: the day on which it goes on takes its place, uncounted as that would have been. */
function goneOnWith(
  received: DayNumber,
  { calendar }: ClockSpec,
  stopOn: (day: DayNumber) => Pause | undefined,
  walk: Walk,
): DayNumber {
  let day = received;
  for (let stop = stopOn(day); stop !== undefined; stop = stopOn(day)) {
    walk.note(instantOf(day), false, 0, stopWhy(stop));
    do {
      day += 1;
      walk.guard(day - received);
    } while (calendar === 'working_days' && !walk.look(day).working);
  }
  return day;
}

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

function endOfDay(calendar: CalendarType, counting: Counting): number {
  if (calendar === 'natural_days' || counting.workingDayEnds === 'midnight') return 24 * 60;
  return counting.officeHours.at(-1)![1];
}

/** 24:00 is written as 23:59:59, so that the date on every screen is the last day itself. */
function lastInstant(day: DayNumber, minutes: number): Date {
  return minutes === 24 * 60 ? new Date(instantOf(day).getTime() + DAY_MS - 1000) : instantOf(day, minutes);
}

/** Days of such a clock that a stop took out, counted as wholeDays() does. */
export function daysStopped(
  calendar: 'natural_days' | 'working_days',
  { from, to }: Pick<Pause, 'from' | 'to'>,
  work: WorkCalendar,
  counting: Counting = DEFAULT_COUNTING,
): number {
  let count = 0;
  for (let day = dayOf(from); day <= dayOf(to); day += 1) {
    const end = instantOf(day, endOfDay(calendar, counting));
    if (from <= end && end < to && (calendar === 'natural_days' || work.day(day).working)) count += 1;
  }
  return count;
}

/** So many such days later, at the same hour. */
export function daysLater(calendar: 'natural_days' | 'working_days', at: Date, days: number, work: WorkCalendar): Date {
  let day = dayOf(at);
  for (let left = days; left > 0;) {
    day += 1;
    if (calendar === 'natural_days' || work.day(day).working) left -= 1;
  }
  return new Date(at.getTime() + (day - dayOf(at)) * DAY_MS);
}
