import type { WorkCalendar } from './calendar.ts';
import { DEFAULT_COUNTING, type CalendarType, type ClockSpec, type Counting } from './clock.ts';
import { wholeDays } from './counted-days.ts';
import { naturalHours, windowed } from './counted-hours.ts';
import type { DueStep } from './explain.ts';

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
  const full: Full = { counting: DEFAULT_COUNTING, pauses: [], extensions: [], ...options };
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

/** As the counting needs them. */
export type Full = Required<Pick<DueOptions, 'counting' | 'pauses' | 'extensions'>> & DueOptions;
