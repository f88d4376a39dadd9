import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { parseWhen } from './dates.ts';

const NOW = new Date('2026-11-22T10:00:00+08:00');
const read = (value: unknown): string => {
  const when = parseWhen(value, NOW);
  return when.kind === 'at' ? `${toLocalIso(when.at)} ${when.precision}` : when.kind === 'none' ? 'none' : when.reason;
};

describe('dates as sources write them', () => {
  it.each([
    ['2026/11/3 8:05:09', '2026-11-03T08:05:09+08:00 second'],
    ['2026-11-03 08:05', '2026-11-03T08:05:00+08:00 minute'],
    ['2026.11.3', '2026-11-03T00:00:00+08:00 day'],
    ['2026-11-03T00:05:09.250Z', '2026-11-03T08:05:09.250+08:00 second'],
    ['2026-11-03T08:05:09+08:00', '2026-11-03T08:05:09+08:00 second'],
    ['2026年11月3日', '2026-11-03T00:00:00+08:00 day'],
    ['2026年11月3日下午3时20分', '2026-11-03T15:20:00+08:00 minute'],
    ['2026年11月3日 晚上9点', '2026-11-03T21:00:00+08:00 minute'],
    ['20261103', '2026-11-03T00:00:00+08:00 day'],
    ['20261103080509', '2026-11-03T08:05:09+08:00 second'],
    [46_329, '2026-11-03T00:00:00+08:00 day'],
    [46_329.5, '2026-11-03T12:00:00+08:00 second'],
    ['44077', '2020-09-03T00:00:00+08:00 day'],
    [1_793_664_309, '2026-11-03T08:05:09+08:00 second'],
    ['1793664309250', '2026-11-03T08:05:09.250+08:00 second'],
    ['Tue Nov 03 08:05:09 +0800 2026', '2026-11-03T08:05:09+08:00 second'],
    ['Tue Nov 03 08:05:09 CST 2026', '2026-11-03T08:05:09+08:00 second'],
    ['Tue, 03 Nov 2026 00:05:09 GMT', '2026-11-03T08:05:09+08:00 second'],
    ['3 Nov 26 00:05 +0000', '2026-11-03T08:05:00+08:00 minute'],
    ['11-03 08:05', '2026-11-03T08:05:00+08:00 minute'],
    ['12-30 08:05', '2025-12-30T08:05:00+08:00 minute'],
    ['昨天 08:05', '2026-11-21T08:05:00+08:00 minute'],
    ['5分钟前', '2026-11-22T09:55:00+08:00 minute'],
    ['', 'none'],
    ['-', 'none'],
    [null, 'none'],
    ['2026-02-30', 'bad_date'],
    ['2026-11-03 25:00', 'bad_date'],
    ['昨晚', 'bad_date'],
    ['1899-12-31', 'old_date'],
    ['1970-01-01', 'old_date'],
    [{}, 'bad_date'],
    ['2027/11/3 8:05', 'future_date'],
    ['2026-11-23 09:59', '2026-11-23T09:59:00+08:00 minute'],
    ['2026-11-23 10:01', 'future_date'],
  ])('%j → %s', (value, expected) => expect(read(value)).toBe(expected));

  it('reads back every instant of the past it writes itself', () => {
    const past = fc.date({ min: new Date('1991-01-01'), max: NOW, noInvalidDate: true });
    fc.assert(
      fc.property(past, (at) => {
        const when = parseWhen(toLocalIso(at), NOW);
        expect(when.kind === 'at' && when.at.getTime()).toBe(at.getTime());
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything()), (value) => {
        expect(parseWhen(value, NOW).kind).toBeTypeOf('string');
      }),
    );
  });
});
