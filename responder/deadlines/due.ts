import { DAY_MS, MINUTE_MS, dayOf, instantOf, minutesOf, type DayNumber, type WorkCalendar } from './calendar.ts';
import { DEFAULT_COUNTING, limitInWords, type CalendarType, type ClockSpec, type Counting } from './clock.ts';
import { step, Walk, type DueStep } from './explain.ts';
import { hoursInWords, running, windowsOf } from './windows.ts';

/** A recorded stop of the clock, closed. Never applies to natural hours, unless the clock itself had ended in between. */
export interface Pause {
  from: Date;
  to: Date;
  reason: string;
  /** The clock had ended with the matter, by a closing or as not to be answered, and goes on with what was left. */
  ended?: true | undefined;
}

/** A granted extension, in the unit of the rule (days or minutes). */
export interface Extension {
  amount: number;
  reason: string;
}

/** Duty windows of a unit on a local day, minutes from midnight, in order; empty = nobody on duty, null = not planned, office hours hold. */
export type DutyRoster = (day: string) => [number, number][] | null;

export interface DueOptions {
  counting?: Counting;
  pauses?: Pause[];
  extensions?: Extension[];
  /** Needed for duty_hours; without one the office hours hold. */
  roster?: DutyRoster | undefined;
}

export interface DueResult {
  due: Date;
  calendar: CalendarType;
  steps: DueStep[];
  /** 待校准: a year without an imported notice was counted by weekdays. */
  uncalibrated: boolean;
}

/**
 * When a clock ends, explained day by day (rules.md §13): the day of start is not counted, received after hours is received on the next
 * working day, make-up workdays count, natural hours never stop. A day "ends" at 23:59:59 where it ends at 24:00.
 * Pure; the same input gives the same instant for ever.
 * @throws AppError 'precondition_failed' when a year is not known and the calendar does not assume weekdays.
 */
export function due(spec: ClockSpec, start: Date, work: WorkCalendar, options: DueOptions = {}): DueResult {
  const full = { counting: DEFAULT_COUNTING, pauses: [], extensions: [], ...options };
  switch (spec.calendar) {
    case 'natural_hours':
      return naturalHours(spec, start, full);
    case 'natural_days':
    case 'working_days':
      return wholeDays(spec, start, work, full);
    default:
      return windowed(spec, start, work, full);
  }
}

type Full = Required<Pick<DueOptions, 'counting' | 'pauses' | 'extensions'>> & DueOptions;

function naturalHours(spec: ClockSpec, start: Date, options: Full): DueResult {
  const minutes = amountOf(spec, options);
  const steps = [step(start, true, 0, '起算')];
  if (options.pauses.some((pause) => pause.ended !== true))
    steps.push(step(start, false, null, '自然小时时限不因停计中止'));
  let end = new Date(start.getTime() + minutes * MINUTE_MS);
  for (const gap of gapsIn(options.pauses, start)) {
    if (gap.from >= end) break;
    end = new Date(end.getTime() + gap.to.getTime() - gap.from.getTime());
    steps.push(step(gap.from, false, null, stopWhy(gap)));
  }
  return {
    due: end,
    calendar: spec.calendar,
    steps: [
      ...steps,
      ...extended(options, start),
      step(end, true, minutes, `自然小时连续计算，满${limitInWords(spec)}`),
    ],
    uncalibrated: false,
  };
}

/** When the clock had ended and was not there, from its start on, in order. */
const gapsIn = (pauses: readonly Pause[], start: Date): Pause[] =>
  pauses
    .filter(({ ended, to }) => ended === true && to > start)
    .map((gap) => ({ ...gap, from: gap.from > start ? gap.from : start }))
    .sort((a, b) => a.from.getTime() - b.from.getTime());

const stopWhy = ({ ended, reason }: Pause): string => (ended === true ? reason : `停计：${reason}`);

function wholeDays(spec: ClockSpec, start: Date, work: WorkCalendar, options: Full): DueResult {
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

/** working_hours and duty_hours: minutes inside windows. */
function windowed(spec: ClockSpec, start: Date, work: WorkCalendar, options: Full): DueResult {
  const walk = new Walk(work);
  const roster = spec.calendar === 'duty_hours' ? options.roster : undefined;
  if (spec.calendar === 'duty_hours' && !roster) walk.note(start, true, 0, '未设值班表，按工作时间计');
  walk.note(start, true, 0, '起算');
  const total = amountOf(spec, options) * MINUTE_MS;
  let used = 0;
  for (let day = dayOf(start); ; day += 1) {
    walk.guard(day - dayOf(start));
    const { windows, why } = windowsOf(day, walk, roster, options.counting);
    const before = used;
    const parts = running(day, windows, start, options.pauses);
    for (const [from, to] of parts) {
      const take = Math.min(to - from, total - used);
      used += take;
      if (used < total) continue;
      const end = new Date(from + take);
      walk.note(end, true, total / MINUTE_MS, `${why}（${hoursInWords(parts)}），截止`);
      return {
        due: end,
        calendar: spec.calendar,
        steps: [...walk.steps, ...extended(options, end)],
        uncalibrated: walk.uncalibrated,
      };
    }
    const minutes = Math.round((used - before) / MINUTE_MS);
    walk.note(
      instantOf(day),
      minutes > 0,
      used / MINUTE_MS,
      minutes > 0 ? `${why}（${hoursInWords(parts)}），计${minutes}分钟` : `${why}，不计`,
    );
  }
}

function amountOf(spec: ClockSpec, options: Full): number {
  const base = 'days' in spec.limit ? spec.limit.days : spec.limit.minutes;
  return options.extensions.reduce((sum, extension) => sum + extension.amount, base);
}

function extended(options: Full, at: Date): DueStep[] {
  return options.extensions.map((extension) => step(at, true, null, `延期${extension.amount}：${extension.reason}`));
}

function endOfDay(calendar: CalendarType, counting: Counting): number {
  if (calendar === 'natural_days' || counting.workingDayEnds === 'midnight') return 24 * 60;
  return counting.officeHours.at(-1)![1];
}

/** 24:00 is written as 23:59:59, so that the date on every screen is the last day itself. */
function lastInstant(day: DayNumber, minutes: number): Date {
  return minutes === 24 * 60 ? new Date(instantOf(day).getTime() + DAY_MS - 1000) : instantOf(day, minutes);
}
