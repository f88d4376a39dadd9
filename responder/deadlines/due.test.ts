import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCalendars } from '../../config/calendars.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import type { CalendarYear } from '../../config/schema/calendars.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { dayOf, formatDay, instantOf, parseDay, workCalendar } from './calendar.ts';
import { DEFAULT_COUNTING, parseLimit, type Counting } from './clock.ts';
import { dutyRoster } from '../duty/roster.ts';
import { daysLater, daysStopped } from './counted-days.ts';
import { due, type DueOptions } from './due.ts';
import { workingMsBetween } from './windows.ts';

const shipped = workCalendar(loadCalendars(shippedConfigFolder()));
const at = (text: string) => new Date(text.length === 10 ? `${text}T00:00+08:00` : `${text.replace(' ', 'T')}+08:00`);
const dueAt = (limit: string, start: string, options: DueOptions = {}) =>
  toLocalIso(due(parseLimit(limit), at(start), shipped, options).due)
    .slice(0, 16)
    .replace('T', ' ');

describe('statutory examples', () => {
  it.each([
    ['2wd', '2026-02-13 16:00', '2026-02-24 17:30'], // 14 works, 15 to 23 is Spring Festival
    ['1wd', '2026-09-18', '2026-09-20 17:30'], // a Sunday that works
    ['5wd', '2026-09-30', '2026-10-13 17:30'],
    ['24h', '2026-04-30 23:00', '2026-05-01 23:00'],
    ['5h', '2026-02-16 22:30', '2026-02-17 03:30'],
    ['1wd', '2026-03-06 17:30', '2026-03-09 17:30'], // still in time on Friday
    ['1wd', '2026-03-06 17:31', '2026-03-10 17:30'], // received on Monday
    ['1wd', '2026-03-07 10:00', '2026-03-10 17:30'], // a Saturday: no earlier than Friday night
    ['1wd', '2026-03-06 07:00', '2026-03-09 17:30'],
    ['15d', '2026-03-01 10:00', '2026-03-16 23:59'],
    ['4wh', '2026-03-06 16:30', '2026-03-09 11:30'],
    ['2wh', '2026-03-06 11:00', '2026-03-06 15:00'],
    ['30m', '2026-03-07 03:00', '2026-03-07 03:30'],
  ])('%s from %s → %s', (limit, start, expected) => {
    expect(dueAt(limit, start)).toBe(expected);
  });
});

describe('what a stop takes out of a due time that a person granted', () => {
  it.each([
    ['a Monday', '2026-04-13 09:00', '2026-04-14 09:00', 1, '2026-04-20 17:30'],
    ['a Friday and its weekend', '2026-04-10 09:00', '2026-04-13 09:00', 1, '2026-04-20 17:30'],
    ['one afternoon', '2026-04-13 13:00', '2026-04-13 15:00', 0, '2026-04-17 17:30'],
    ['a week', '2026-04-10 09:00', '2026-04-17 09:00', 5, '2026-04-24 17:30'],
  ])('%s', (_what, from, to, days, expected) => {
    const stop = { from: at(from), to: at(to) };
    expect(daysStopped('working_days', stop, shipped)).toBe(days);
    expect(daysLater('working_days', at('2026-04-17 17:30'), days, shipped)).toEqual(at(expected));
  });

  it('is what it takes out of one laid by its rule', () => {
    const start = at('2026-03-02 09:00');
    const day = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 20 }), (after, long, limit) => {
        const from = new Date(start.getTime() + after * 86_400_000);
        const to = new Date(from.getTime() + long * 86_400_000 + 3_600_000);
        const plain = due(parseLimit(`${limit}wd`), start, shipped).due;
        if (from > plain) return;
        const laid = due(parseLimit(`${limit}wd`), start, shipped, { pauses: [{ from, to, reason: '征求意见' }] }).due;
        expect(daysLater('working_days', plain, daysStopped('working_days', { from, to }, shipped), shipped)).toEqual(
          laid,
        );
      }),
    );
  });
});

describe('settings of counting', () => {
  const counting = (change: Partial<Counting>): DueOptions => ({ counting: { ...DEFAULT_COUNTING, ...change } });
  it('can end a working day at midnight', () => {
    expect(dueAt('1wd', '2026-09-18', counting({ workingDayEnds: 'midnight' }))).toBe('2026-09-20 23:59');
  });
  it('can take what comes at night as received the same day', () => {
    expect(dueAt('1wd', '2026-03-06 22:00', counting({ afterHours: 'same_day' }))).toBe('2026-03-09 17:30');
  });
  it('can roll natural days that end on a holiday', () => {
    expect(dueAt('7d', '2026-09-26', counting({ rollNaturalDays: true }))).toBe('2026-10-08 23:59');
  });
});

describe('pauses and extensions', () => {
  const stopped: DueOptions = {
    pauses: [{ from: at('2026-03-03 09:00'), to: at('2026-03-05 09:00'), reason: '等待第三方意见' }],
  };
  it('do not count a working day that ends in a pause', () => {
    expect(dueAt('5wd', '2026-03-02')).toBe('2026-03-09 17:30');
    expect(dueAt('5wd', '2026-03-02', stopped)).toBe('2026-03-11 17:30');
  });
  it('cut a pause out of working hours', () => {
    expect(dueAt('4wh', '2026-03-03 08:30', stopped)).toBe('2026-03-05 14:30');
  });
  it('never stop natural hours', () => {
    expect(dueAt('48h', '2026-03-03', stopped)).toBe('2026-03-05 00:00');
  });
  it('add a granted extension and say so', () => {
    const result = due(parseLimit('20wd'), at('2026-03-02'), shipped, {
      extensions: [{ amount: 20, reason: '经批准' }],
    });
    expect(toLocalIso(result.due)).toBe('2026-04-28T17:30:00+08:00');
    expect(result.steps.some((row) => row.why.includes('经批准'))).toBe(true);
  });
});

describe('duty hours', () => {
  it('run only while the unit is on duty', () => {
    const roster = (day: string): [number, number][] => (day === '2026-03-07' ? [[480, 720]] : []);
    expect(
      toLocalIso(
        due({ calendar: 'duty_hours', limit: { minutes: 60 } }, at('2026-03-06 20:00'), shipped, { roster }).due,
      ),
    ).toBe('2026-03-07T09:00:00+08:00');
  });
  it('fall back on office hours without a roster, and say so', () => {
    const result = due({ calendar: 'duty_hours', limit: { minutes: 60 } }, at('2026-03-06 17:00'), shipped);
    expect(toLocalIso(result.due)).toBe('2026-03-09T09:00:00+08:00');
    expect(result.steps[0]?.why).toContain('未设值班表');
  });
  it('refuse a roster that never comes on duty', () => {
    expect(() =>
      due({ calendar: 'duty_hours', limit: { minutes: 1 } }, at('2026-03-06'), shipped, { roster: () => [] }),
    ).toThrow('十年');
  });
});

describe('years without a notice', () => {
  it('are refused by name', () => {
    expect(() => dueAt('5wd', '2026-12-30 10:00')).toThrow('2027年的放假安排通知尚未导入');
    expect(dueAt('5h', '2026-12-31 23:00')).toBe('2027-01-01 04:00');
    expect(dueAt('5d', '2026-12-30')).toBe('2027-01-04 23:59');
  });
  it('are counted by weekdays and marked for live tickets', () => {
    const assumed = workCalendar(loadCalendars(shippedConfigFolder()), { assumeWeekdays: true });
    const result = due(parseLimit('2wd'), at('2026-12-31 10:00'), assumed);
    expect([toLocalIso(result.due).slice(0, 10), result.uncalibrated]).toEqual(['2027-01-04', true]);
    expect(due(parseLimit('1wd'), at('2026-12-30 10:00'), assumed).uncalibrated).toBe(false);
  });
});

describe('the explanation', () => {
  it('tells every day and why', () => {
    const { steps } = due(parseLimit('2wd'), at('2026-02-13 16:00'), shipped);
    expect(steps[0]?.why).toBe('周五，收到当日不计');
    expect(steps[1]).toMatchObject({ day: '2026-02-14', counted: true, n: 1, why: '周六，春节调休上班' });
    expect(steps[2]).toMatchObject({ day: '2026-02-15', counted: false, n: null, why: '春节放假' });
    expect(steps.at(-1)).toMatchObject({ day: '2026-02-24', n: 2, why: '截止' });
  });
});

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
