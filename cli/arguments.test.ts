import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, isRealDay } from './arguments.ts';
import { parseStart } from './start.ts';

describe('an instant as an option gives it', () => {
  it.each<[string | undefined, string | null]>([
    ['2026-03-01T08:00:00+08:00', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T08:00+08:00', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T00:00:00.5Z', '2026-03-01T00:00:00.500Z'],
    ['2024-02-29T00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2026-02-29T00:00Z', null],
    ['2026-02-30T08:00:00+08:00', null],
    ['2026-04-31T08:00:00+08:00', null],
    ['2026-13-01T08:00:00+08:00', null],
    ['2026-03-01T25:00:00+08:00', null],
    ['2026-03-01T08:00:00', null],
    ['2026-03-01', null],
    ['yesterday', null],
    ['', null],
    [undefined, null],
  ])('%s is %s', (text, instant) => expect(instantOf(text)?.toISOString() ?? null).toBe(instant));

  it('is every day of the calendar and no other', () => {
    const part = (max: number): fc.Arbitrary<string> =>
      fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'));
    fc.assert(
      fc.property(fc.integer({ min: 1970, max: 2100 }), part(13), part(32), (year, month, day) => {
        const last = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
        const real = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last;
        expect(isRealDay(`${year}-${month}-${day}`)).toBe(real);
      }),
    );
  });

  it.each(['2026-02-30', '2026-02-30T16:00'])('%s is no start of a clock either', (text) =>
    expect(() => parseStart(text)).toThrow('无法识别'),
  );
});
