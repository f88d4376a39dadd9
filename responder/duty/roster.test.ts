import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCalendars } from '../../config/calendars.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { workCalendar } from '../deadlines/calendar.ts';
import { due } from '../deadlines/due.ts';
import { rosterLight } from './read-roster.ts';
import { doubleBooked, dutyRoster, gapsIn, holders, shiftAt, type Shift } from './roster.ts';

const at = (text: string): Date => new Date(`2026-${text.replace(' ', 'T')}:00+08:00`);
const person = (name: string) => ({ id: name, name, unitId: 'gov_office' });
const shift = (from: string, to: string, officer = '甲', leader: string | null = '乙', unit = 'gov_office'): Shift => ({
  ...{ id: `${unit} ${from}`, unit, from: at(from), to: at(to) },
  ...{ leader: leader === null ? null : person(leader), officers: [person(officer)] },
});
const day = shift('03-10 08:30', '03-10 17:30');
const night = shift('03-10 17:30', '03-11 08:30', '丙', null);
const spans = (list: { from: Date; to: Date }[]): string[] =>
  list.map(({ from, to }) => `${toLocalIso(from).slice(5, 16)} – ${toLocalIso(to).slice(5, 16)}`);

describe('who is on duty', () => {
  it.each([
    ['03-10 08:29', 'duty_officer', []],
    ['03-10 08:30', 'duty_officer', ['甲']],
    ['03-10 17:29', 'unit_head', ['乙']],
    ['03-10 17:30', 'handler', ['丙']],
    ['03-11 03:00', 'duty_leader', []],
    ['03-11 08:30', 'duty_officer', []],
  ] as const)('%s as %s: %j', (time, role, names) => {
    expect(holders([day, night], role, at(time)).map(({ name }) => name)).toEqual(names);
  });
});

describe('gaps', () => {
  it('D31: a gap in the roster is found, also before the first and after the last shift', () => {
    const window = { from: at('03-10 08:00'), to: at('03-12 00:00') };
    expect(spans(gapsIn([night, day], window))).toEqual(['03-10T08:00 – 03-10T08:30', '03-11T08:30 – 03-12T00:00']);
    expect(gapsIn([day, night], { from: day.from, to: night.to })).toEqual([]);
  });

  it('are exactly the minutes in no shift', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (list) => {
        const minute = (n: number): Date => new Date(n * 60_000);
        const shifts = list.map(([from, long]) => ({ from: minute(from), to: minute(from + long) }));
        const gaps = gapsIn(shifts, { from: minute(20), to: minute(180) });
        for (let n = 20; n < 180; n += 1)
          expect([n, shiftAt(gaps, minute(n)) === null]).toEqual([n, shiftAt(shifts, minute(n)) !== null]);
      }),
    );
  });

  it('D31: the light is red when nobody is on duty within a day, yellow later or where nothing is planned', () => {
    const now = at('03-10 08:00');
    const body = (gaps: { from: Date; to: Date }[], kept = true) => ({ unit: 'x', name: '市委网信办', kept, gaps });
    expect(rosterLight([body([{ from: at('03-11 07:00'), to: at('03-11 08:00') }])], now)).toEqual({
      ...{ state: 'bad', why: '24小时内值班有空档：市委网信办' },
    });
    expect(rosterLight([body([{ from: at('03-13 07:00'), to: at('03-13 08:00') }])], now).state).toBe('warn');
    expect(rosterLight([body([], false)], now).why).toContain('未排值班表');
    expect(rosterLight([body([])], now).state).toBe('ok');
  });
});

describe('double booking', () => {
  it('of a unit and of a person is found, shifts that only touch are not', () => {
    expect(doubleBooked([night], [day])).toBeNull();
    expect(doubleBooked([shift('03-10 17:00', '03-10 20:00')], [day])).toMatchObject({ what: 'unit' });
    const elsewhere = shift('03-10 12:00', '03-10 20:00', '甲', null, 'cyberspace');
    expect(doubleBooked([elsewhere], [day])).toMatchObject({ what: 'person', person: { name: '甲' } });
    expect(doubleBooked([day, shift('03-10 08:30', '03-10 17:30', '丁')], [])).toMatchObject({ what: 'unit' });
  });
});

describe('duty hours', () => {
  const work = workCalendar(loadCalendars(shippedConfigFolder()));
  const spec = { calendar: 'duty_hours', limit: { minutes: 240 } } as const;
  const ends = (start: string, shifts: Shift[]) => {
    const found = due(spec, at(start), work, { roster: dutyRoster(shifts) });
    return [toLocalIso(found.due).slice(5, 16), found.steps.map(({ why }) => why).join('|')] as const;
  };

  it('run through a shift that crosses midnight', () => {
    expect(ends('03-10 22:00', [day, night])[0]).toBe('03-11T02:00');
  });
  it('D31: count office hours of a working day the roster does not reach, and say so', () => {
    const [end, why] = ends('03-11 08:00', [day, night]);
    // Half an hour of the night shift, none of the rest of that day; the next day has no plan.
    expect(end).toBe('03-12T12:00');
    expect(why).toContain('值班表未排到');
  });
  it('without a roster are office hours', () => {
    expect(dutyRoster([])).toBeUndefined();
  });
});
