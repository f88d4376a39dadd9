import { describe, expect, it } from 'vitest';
import { readRosterRows } from '../../../rooms/roster-table.ts';
import { fullWords, localMonth, monthGrid, nextMonth, templateCsv } from './roster-month.ts';

const shift = (from: string, to: string) => ({
  ...{ id: from, leader: null, officers: [{ name: '值班员二' }] },
  from: `2026-${from}:00+08:00`,
  to: `2026-${to}:00+08:00`,
});
const BEFORE = '2026-10-01T00:00:00+08:00';

describe('the month of a roster', () => {
  it('D31: lies in weeks from Monday, and whatever no shift covers is a gap of its day', () => {
    const shifts = [shift('10-01T08:30', '10-01T17:30'), shift('10-01T17:30', '10-02T08:30')];
    const weeks = monthGrid('2026-10', shifts, { allHours: true, now: BEFORE });
    // 1 October 2026 is a Thursday.
    expect(weeks[0]!.map(({ day }) => day?.slice(8) ?? '')).toEqual(['', '', '', '01', '02', '03', '04']);
    expect(weeks.at(-1)!.map(({ day }) => day?.slice(8) ?? '')).toEqual(['26', '27', '28', '29', '30', '31', '']);
    expect(weeks[0]![3]).toMatchObject({
      gaps: ['00:00–08:30'],
      shifts: [{ id: '10-01T08:30' }, { id: '10-01T17:30' }],
    });
    expect(weeks[0]![4]!.gaps).toEqual(['08:30–24:00']);
    expect(weeks[0]![5]!.gaps).toEqual(['00:00–24:00']);
  });

  it('calls nothing a gap that is over, or in a unit that is not manned at all hours', () => {
    const days = (allHours: boolean, now: string) => monthGrid('2026-10', [], { allHours, now }).flat();
    expect(days(false, BEFORE).flatMap(({ gaps }) => gaps)).toEqual([]);
    const later = days(true, '2026-10-31T09:15:00+08:00').filter(({ gaps }) => gaps.length > 0);
    expect(later).toEqual([{ day: '2026-10-31', shifts: [], gaps: ['09:15–24:00'] }]);
  });

  it('knows its neighbours, and the month of an instant at the border', () => {
    expect([nextMonth('2026-12', 1), nextMonth('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
    expect(localMonth('2026-09-30T16:00:00Z')).toBe('2026-10');
  });

  it('D31: the template is read back line by line: only the names are missing', () => {
    const filled = templateCsv('2026-02').replaceAll(',,', ',带班领导一,值班员二');
    const rows = readRosterRows(filled);
    expect([rows.length, rows.every(({ problem }) => problem === null)]).toEqual([56, true]);
    expect(rows[1]!.shift).toMatchObject({ from: '2026-02-01T17:30:00+08:00', to: '2026-02-02T08:30:00+08:00' });
    expect(readRosterRows(templateCsv('2026-02'))[0]).toMatchObject({ line: 2, problem: '没有带班领导和值班员' });
  });

  it('calls full only what is left of the present month, and nothing of a past one', () => {
    const words = (month: string) => fullWords(month, '2026-11-23T09:00:00+08:00');
    expect(['2026-10', '2026-11', '2026-12'].map(words)).toEqual(['', '今日起已排满', '已排满']);
  });
});
