import { describe, expect, it } from 'vitest';
import { loadCalendars } from '../../config/calendars.ts';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { wordingSchema } from '../../config/schema/wording.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { workCalendar } from '../deadlines/calendar.ts';
import { datesIn, numberOf } from './dates.ts';
import { promisesIn } from './promise-words.ts';

const folder = shippedConfigFolder();
const book = loadRulebook(folder, 'wording', wordingSchema);
const calendar = workCalendar(loadCalendars(folder));
const base = new Date('2026-09-24T10:00:00+08:00');
const found = (text: string) =>
  promisesIn(text, base, book, calendar).map(({ dueAt }) =>
    dueAt === null ? '无日期' : toLocalIso(dueAt).slice(0, 16),
  );

describe('promises in a text', () => {
  it.each([
    ['管道更换将于10月15日前完成。', '2026-10-15T23:59'],
    ['我局承诺三日内退还押金。', '2026-09-27T23:59'],
    ['将在3个工作日内公布检测结果。', '2026-09-30T23:59'],
    ['预计9月25日18时恢复供水。', '2026-09-25T18:00'],
    ['将于本月底前完成整改。', '2026-09-30T23:59'],
    ['力争年底通车。', '2026-12-31T23:59'],
    ['将在24小时内恢复供电。', '2026-09-25T10:00'],
    ['我局将尽快修复。', '无日期'],
    ['正在抓紧抢修。', '无日期'],
  ])('%s → %s', (text, due) => {
    expect(found(text)).toEqual([due]);
  });

  it.each(['9月20日6时主管爆裂。', '该路段将封闭施工。', '原计划9月20日完工。'])('no promise: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('dates and numerals', () => {
  it.each([
    ['三', 3],
    ['十', 10],
    ['十五', 15],
    ['二十', 20],
    ['二十一', 21],
    ['两', 2],
    ['7', 7],
  ])('%s is %i', (text, value) => expect(numberOf(text)).toBe(value));

  it('a day without an hour ends at its midnight, a year is that of the text', () => {
    const read = (text: string) => datesIn(text, base, calendar).map(({ at }) => toLocalIso(at).slice(0, 16));
    expect(read('2027年1月5日开工，10月1日停水')).toEqual(['2027-01-05T23:59', '2026-10-01T23:59']);
    expect(read('3月10日8时30分发生')).toEqual(['2026-03-10T08:30']);
    expect(read('13月40日')).toEqual([]);
  });
});
