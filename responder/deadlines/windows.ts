import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { dayOf, formatDay, instantOf, type DayNumber, type WorkCalendar } from './calendar.ts';
import type { Counting } from './clock.ts';
import type { DutyRoster, Pause } from './due.ts';
import type { Walk } from './explain.ts';

/** Hours of a day in which time counts. */
export function windowsOf(
  day: DayNumber,
  walk: Walk,
  roster: DutyRoster | undefined,
  counting: Counting,
): { windows: [number, number][]; why: string } {
  const planned = roster?.(formatDay(day)) ?? null;
  if (planned !== null) return { windows: planned, why: '值班表' };
  const { working, why } = walk.look(day);
  const unplanned = roster ? `${why}（值班表未排到）` : why;
  return { windows: working ? counting.officeHours : [], why: unplanned };
}

/** Windows of a day as instants (ms), from the start on, without the pauses. */
export function running(day: DayNumber, windows: [number, number][], start: Date, pauses: Pause[]): [number, number][] {
  let parts = windows
    .map(([from, to]): [number, number] => [
      Math.max(instantOf(day, from).getTime(), start.getTime()),
      instantOf(day, to).getTime(),
    ])
    .filter(([from, to]) => from < to);
  for (const pause of pauses) {
    const [off, on] = [pause.from.getTime(), pause.to.getTime()];
    parts = parts
      .flatMap(([from, to]): [number, number][] => [
        [from, Math.min(to, off)],
        [Math.max(from, on), to],
      ])
      .filter(([from, to]) => from < to);
  }
  return parts;
}

/** 08:30—12:00、14:00—17:30, so that whoever reads it can count again. */
export const hoursInWords = (parts: readonly [number, number][]): string =>
  parts.map((part) => part.map((at) => toLocalIso(new Date(at)).slice(11, 16)).join('—')).join('、');

export const lengthOf = (parts: readonly [number, number][]): number =>
  parts.reduce((sum, [from, to]) => sum + to - from, 0);

/** Working time in milliseconds between two instants; 0 when `to` is before `from`. */
export function workingMsBetween(from: Date, to: Date, work: WorkCalendar, counting: Counting): number {
  let sum = 0;
  for (let day = dayOf(from); day <= dayOf(to); day += 1) {
    if (!work.day(day).working) continue;
    for (const [begin, end] of running(day, counting.officeHours, from, []))
      sum += Math.max(0, Math.min(end, to.getTime()) - begin);
  }
  return sum;
}
