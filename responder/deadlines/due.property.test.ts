import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCalendars } from '../../config/calendars.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import type { CalendarYear } from '../../config/schema/calendars.ts';
import { dayOf, formatDay, instantOf, parseDay, workCalendar } from './calendar.ts';
import { DEFAULT_COUNTING, parseLimit } from './clock.ts';
import { dutyRoster } from '../duty/roster.ts';
import { due } from './due.ts';
import { workingMsBetween } from './windows.ts';

/** Two real years and three invented ones with holidays and make-up days thrown over them. */
function fiveYears(): CalendarYear[] {
  const invented = [2027, 2028, 2029].map((year): CalendarYear => {
    const first = parseDay(`${year}-01-01`);
    const days = Array.from({ length: 60 }, (_, index) => ({
      date: formatDay(first + index * 6 + ((index * 7) % 5)),
      name: '节日',
      isOffDay: index % 3 !== 0,
    }));
    return { year, papers: ['https://www.gov.cn/'], days };
  });
  return [...loadCalendars(shippedConfigFolder()), ...invented];
}

/** Cases a property is tried with; HUIYING_CALENDAR_CASES=10000 is the full measure of the acceptance. */
const CASES = Number(process.env['HUIYING_CALENDAR_CASES'] ?? 3_000);

describe('against a minute-by-minute oracle over five years', () => {
  const years = fiveYears();
  const work = workCalendar(years);
  const [first, last] = [parseDay('2025-01-01'), parseDay('2029-12-31')];
  const overrides = new Map(years.flatMap((year) => year.days.map((row) => [row.date, !row.isOffDay] as const)));
  const works = Array.from({ length: last - first + 1 }, (_, index) => {
    const day = formatDay(first + index);
    return overrides.get(day) ?? ![0, 6].includes(new Date(day).getUTCDay());
  });
  const office = new Uint8Array(works.length * 1440).map((_, index) => {
    const minute = index % 1440;
    const open = (minute >= 510 && minute < 720) || (minute >= 840 && minute < 1050);
    return works[Math.floor(index / 1440)] && open ? 1 : 0;
  });
  const start = fc.integer({ min: 3 * 1440, max: (works.length - 400) * 1440 });
  const toInstant = (minute: number) => instantOf(first, minute);
  const dayStart = (minute = 0): number => Math.floor(minute / 1440) * 1440;

  it('working days', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 60 }), (minute, days) => {
        let day = Math.floor(minute / 1440);
        if (!works[day] || minute % 1440 > 1050)
          do day += 1;
          while (!works[day]);
        for (let n = 0; n < days;) if (works[++day]) n += 1;
        const result = due({ calendar: 'working_days', limit: { days } }, toInstant(minute), work);
        expect(result.due.getTime()).toBe(instantOf(first + day, 1050).getTime());
      }),
      { numRuns: CASES },
    );
  });

  it('working days with stops: every office minute stopped is given back, and not one more', () => {
    const stops = fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 1, max: 6_000 })), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 15 }), stops, (minute, days, offsets) => {
        const spans = offsets.map(([after, long]) => [minute + after, minute + after + long] as const);
        const isStopped = (at: number): boolean => spans.some(([from, to]) => from <= at && at < to);
        let received = Math.floor(minute / 1440);
        if (!works[received] || minute % 1440 > 1050)
          do received += 1;
          while (!works[received]);
        let left = days * 420;
        for (let at = minute; at < (received + 1) * 1440; at += 1) if (office[at] && isStopped(at)) left += 1;
        let end = (received + 1) * 1440;
        for (; left > 0; end += 1) if (office[end] && !isStopped(end)) left -= 1;
        const pauses = spans.map(([from, to]) => ({ from: toInstant(from), to: toInstant(to), reason: '征求意见' }));
        const result = due({ calendar: 'working_days', limit: { days } }, toInstant(minute), work, { pauses });
        expect(result.due.getTime()).toBe(toInstant(end).getTime());
      }),
      { numRuns: CASES },
    );
  });

  it('working hours', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 2400 }), (minute, minutes) => {
        let end = minute;
        for (let used = 0; used < minutes; end += 1) used += office[end]!;
        const result = due({ calendar: 'working_hours', limit: { minutes } }, toInstant(minute), work);
        expect(result.due.getTime()).toBe(toInstant(end).getTime());
        const between = workingMsBetween(toInstant(minute), result.due, work, DEFAULT_COUNTING);
        expect(between).toBe(minutes * 60_000);
      }),
      { numRuns: CASES },
    );
  });

  it('duty hours of a roster with holes; office hours on the days it does not reach', () => {
    const halves = fc.array(fc.boolean(), { minLength: 28, maxLength: 28 });
    fc.assert(
      fc.property(start, halves, fc.integer({ min: 1, max: 4_000 }), (minute, manned, minutes) => {
        const base = (Math.floor(minute / 1440) - 2) * 1440;
        const begins = manned.flatMap((isManned, half) => (isManned ? [base + half * 720] : []));
        const reaches = (at: number): boolean => at >= dayStart(begins[0]) && at < dayStart(begins.at(-1)) + 1440;
        const counts = (at: number): boolean =>
          begins.length > 0 && reaches(at) ? manned[Math.floor((at - base) / 720)]! : office[at] === 1;
        let end = minute;
        for (let used = 0; used < minutes; end += 1) used += counts(end) ? 1 : 0;
        const roster = dutyRoster(begins.map((at) => ({ from: toInstant(at), to: toInstant(at + 720) })));
        const result = due({ calendar: 'duty_hours', limit: { minutes } }, toInstant(minute), work, { roster });
        expect(result.due.getTime()).toBe(toInstant(end).getTime());
      }),
      { numRuns: CASES },
    );
  });

  it('natural hours and natural days: no holiday stops them', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 100 }), (minute, amount) => {
        const hours = due({ calendar: 'natural_hours', limit: { minutes: amount * 60 } }, toInstant(minute), work);
        expect(hours.due.getTime()).toBe(toInstant(minute + amount * 60).getTime());
        const days = due({ calendar: 'natural_days', limit: { days: amount } }, toInstant(minute), work);
        expect(formatDay(dayOf(days.due))).toBe(formatDay(first + Math.floor(minute / 1440) + amount));
      }),
      { numRuns: CASES },
    );
  });

  it('a later start never ends earlier', () => {
    const spec = fc.constantFrom(...['2wd', '20d', '4wh', '48h'].map(parseLimit));
    fc.assert(
      fc.property(start, fc.integer({ min: 0, max: 20_000 }), spec, (minute, delay, rule) => {
        const early = due(rule, toInstant(minute), work).due;
        const late = due(rule, toInstant(minute + delay), work).due;
        expect(late.getTime()).toBeGreaterThanOrEqual(early.getTime());
        expect(early.getTime()).toBeGreaterThan(toInstant(minute).getTime());
      }),
      { numRuns: CASES },
    );
  });

  it('reads days in local time', () => {
    expect(formatDay(dayOf(new Date('2026-03-01T16:30:00Z')))).toBe('2026-03-02');
  });
});
