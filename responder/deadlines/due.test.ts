import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCalendars } from '../../config/calendars.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { workCalendar } from './calendar.ts';
import { DEFAULT_COUNTING, parseLimit, type Counting } from './clock.ts';
import { timeLater, timeStopped } from './day-time.ts';
import { due, type DueOptions } from './due.ts';

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

describe('what a stop takes out of a clock counted in working days', () => {
  const moved = (due: Date, stop: { from: Date; to: Date }, counting = DEFAULT_COUNTING): Date =>
    timeLater('working_days', due, timeStopped('working_days', stop, shipped, counting), shipped, counting);

  it.each([
    ['a Monday', '2026-04-13 09:00', '2026-04-14 09:00', '2026-04-20 17:30'],
    ['a Friday and its weekend', '2026-04-10 09:00', '2026-04-13 09:00', '2026-04-20 17:30'],
    ['a week', '2026-04-10 09:00', '2026-04-17 09:00', '2026-04-24 17:30'],
    ['one hour of an afternoon', '2026-04-13 13:00', '2026-04-13 15:00', '2026-04-20 09:30'],
    ['from the end of the office day over the night', '2026-04-13 17:30', '2026-04-14 08:30', '2026-04-17 17:30'],
    ['the last minute of the office day and the night', '2026-04-13 17:29', '2026-04-14 08:30', '2026-04-20 08:31'],
    ['a weekend', '2026-04-11 09:00', '2026-04-12 20:00', '2026-04-17 17:30'],
    ['the last day from noon on', '2026-04-17 12:00', '2026-04-20 09:00', '2026-04-20 14:30'],
  ])('%s', (_what, from, to, expected) => {
    const stop = { from: at(from), to: at(to) };
    expect(dueAt('5wd', '2026-04-10 08:30', { pauses: [{ ...stop, reason: '征求意见' }] })).toBe(expected);
    expect(moved(at('2026-04-17 17:30'), stop)).toEqual(at(expected));
  });

  it('one minute at the end of every day never adds up to a day', () => {
    const pauses = Array.from({ length: 30 }, (_, n) => {
      const from = new Date(at('2026-04-13 17:29').getTime() + n * 86_400_000);
      return { from, to: new Date(from.getTime() + 15 * 3_600_000), reason: '征求意见' };
    });
    expect(dueAt('5wd', '2026-04-10 08:30', { pauses })).toBe('2026-04-20 08:35');
  });

  it('says of a day it took a part of which hours it counts', () => {
    const pauses = [{ from: at('2026-04-13 14:00'), to: at('2026-04-15 10:00'), reason: '征求意见' }];
    const { steps } = due(parseLimit('2wd'), at('2026-04-10 09:00'), shipped, { pauses });
    expect(steps.filter(({ why }) => why.includes('停计')).map(({ counted, why }) => [counted, why])).toEqual([
      [true, '停计：征求意见（当日计08:30—12:00）'],
      [false, '停计：征求意见'],
      [true, '停计：征求意见（当日计10:00—12:00、14:00—17:30）'],
    ]);
  });

  it('ends at midnight by setting when whole days were stopped', () => {
    const counting = { ...DEFAULT_COUNTING, workingDayEnds: 'midnight' as const };
    const stop = { from: at('2026-04-13 09:00'), to: at('2026-04-14 09:00') };
    const laid = due(parseLimit('5wd'), at('2026-04-10 09:00'), shipped, {
      counting,
      pauses: [{ ...stop, reason: '征求意见' }],
    });
    expect(toLocalIso(laid.due)).toBe('2026-04-20T23:59:59+08:00');
    expect(moved(new Date('2026-04-17T23:59:59+08:00'), stop, counting)).toEqual(laid.due);
    const night = { from: at('2026-04-13 20:00'), to: at('2026-04-14 07:00'), reason: '征求意见' };
    expect(dueAt('5wd', '2026-04-10 09:00', { counting, pauses: [night] })).toBe('2026-04-17 23:59');
  });

  it('is the same for one laid by its rule and for one that a person granted', () => {
    const start = at('2026-03-02 09:00');
    const minute = fc.integer({ min: 0, max: 60 * 1440 });
    fc.assert(
      fc.property(
        minute,
        fc.integer({ min: 1, max: 40 * 1440 }),
        fc.integer({ min: 1, max: 20 }),
        (after, long, limit) => {
          const from = new Date(start.getTime() + after * 60_000);
          const to = new Date(from.getTime() + long * 60_000);
          const plain = due(parseLimit(`${limit}wd`), start, shipped).due;
          if (from >= plain) return;
          const laid = due(parseLimit(`${limit}wd`), start, shipped, {
            pauses: [{ from, to, reason: '征求意见' }],
          }).due;
          expect(moved(plain, { from, to })).toEqual(laid);
          // It never falls due while it stands still.
          expect(laid.getTime() > to.getTime() || laid.getTime() === plain.getTime()).toBe(true);
        },
      ),
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
  it('take whole working days out', () => {
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
