import { describe, expect, it } from 'vitest';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { occurrenceIn } from './occurred.ts';

const published = new Date('2026-11-20T15:00:00+08:00');

describe('when it happened, as a text says', () => {
  it.each([
    ['11月20日7时许，城东区一厂房起火', '2026-11-20T07:00:00+08:00'],
    ['2026年11月19日晚8点半发生车祸', '2026-11-19T20:30:00+08:00'],
    ['11月19日凌晨3时15分左右', '2026-11-19T03:15:00+08:00'],
    ['昨晚停电', '2026-11-19T18:00:00+08:00'],
    ['今天上午多名学生呕吐', '2026-11-20T08:00:00+08:00'],
    ['今天中午12:30学生用餐后不适', '2026-11-20T12:30:00+08:00'],
    ['昨天凌晨12点', '2026-11-19T00:00:00+08:00'],
    ['12月3日下午', null],
    ['11月20日发生的事', null],
    ['今天晚上有雨', null],
    ['13月40日上午', null],
    ['物业一直不管', null],
  ])('%s', (text, expected) => {
    const found = occurrenceIn(text, published);
    expect(found && toLocalIso(new Date(found.at))).toBe(expected);
  });
});
