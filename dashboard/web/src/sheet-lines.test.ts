import { describe, expect, it } from 'vitest';
import type { FactsDesk } from '../../api/schemas/tickets.ts';
import { figureOn, sheetLines, withLine } from './sheet-lines.ts';

const asOf = '2026-03-10T12:00:00+08:00';
const line = (text: string, more = {}) => ({
  ...{ disputed: false, approved: { text, asOf, source: '市卫健委', decidedBy: '总值班' } },
  ...more,
});
const desk = (...lines: unknown[]) => ({ lines, keys: [] }) as unknown as FactsDesk;

describe('what a release rests on is picked from the sheet', () => {
  it('of which only approved lines may be told that no unit disputes', () => {
    const sheet = desk(line('3人就诊'), line('5人就诊', { disputed: true }), line('', { approved: null }));
    expect(sheetLines(sheet)).toEqual([{ statement: '3人就诊', asOf, source: '市卫健委', approvedBy: '总值班' }]);
    expect(sheetLines(undefined)).toEqual([]);
  });
  it('with the number it is compared by', () => {
    const approved = { text: '多人就诊', low: 3, high: 5, unit: '人', asOf, source: '市卫健委', decidedBy: '总值班' };
    const sheet = desk(line('已停课', { approved: { ...approved, text: '已停课', low: null } }), {
      disputed: false,
      approved,
    });
    expect([figureOn(sheet, '多人就诊'), figureOn(sheet, '已停课'), figureOn(sheet, '没有')]).toEqual([
      '3至5人',
      '',
      '',
    ]);
  });
  it('stands in the draft once, as the sheet has it now, beside what was typed by hand', () => {
    const [now] = sheetLines(desk(line('3人就诊')));
    const typed = { statement: '学校已停课', asOf: null, source: '学校', approvedBy: '校长' };
    const old = { ...now!, source: '学校' };
    expect(withLine([old, typed], now!, true)).toEqual([typed, now]);
    expect(withLine([now!, typed], now!, false)).toEqual([typed]);
  });
});
