import { amountOf, extended, stopWhy } from './amounts.ts';
import { MINUTE_MS, dayOf, instantOf, type WorkCalendar } from './calendar.ts';
import { limitInWords, type ClockSpec } from './clock.ts';
import type { DueResult, Full, Pause } from './due.ts';
import { step, Walk } from './explain.ts';
import { hoursInWords, running, windowsOf } from './windows.ts';

/** Natural hours never stop; only when the clock itself had ended in between, that time is not there. */
export function naturalHours(spec: ClockSpec, start: Date, options: Full): DueResult {
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

/** working_hours and duty_hours: minutes inside windows. */
export function windowed(spec: ClockSpec, start: Date, work: WorkCalendar, options: Full): DueResult {
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
