import { describe, expect, it } from 'vitest';
import { signsByEvent, type Warning } from './signs.ts';

const flood = { id: 'e1', title: '隧道积水' };
const sign = (id: string, changes: Partial<Warning>) =>
  ({ id, event: flood, colour: 'yellow', at: `2026-02-24T09:0${id}:00+08:00`, reason: '', ...changes }) as Warning;

describe('early signs on the first screen', () => {
  it('stand in one line an event: the gravest colour, the newest time, every kind of sign once', () => {
    const lines = signsByEvent([
      sign('5', { kind: 'growth', reason: '1小时内增长3倍：隧道积水' }),
      sign('4', { reason: '有人员被困', colour: 'red', event: { id: 'e2', title: '电梯坠落' } }),
      sign('3', { kind: 'media', reason: '媒体已报道：隧道积水', colour: 'orange' }),
      sign('2', { kind: 'growth', reason: '1小时内增长2倍：隧道积水', colour: 'blue' }),
    ]);
    expect(lines.map(({ event, colour, at, reasons }) => [event?.title, colour, at.slice(11, 16), reasons])).toEqual([
      ['隧道积水', 'orange', '09:05', ['1小时内增长3倍', '媒体已报道']],
      ['电梯坠落', 'red', '09:04', ['有人员被困']],
    ]);
  });
  it('without an event stand by themselves', () => {
    expect(signsByEvent([sign('1', { event: null }), sign('2', { event: null })] as Warning[])).toHaveLength(2);
  });
});
