import { describe, expect, it } from 'vitest';
import { handoverWaits } from './my-tasks.ts';
import type { HandoverLine } from './tables.ts';

const person = (id: string) => ({ id, name: '某', unitId: 'gov_office' });
const line = (id: string, ticked: boolean): HandoverLine => ({
  ...{ id, kind: 'deadline', text: '签收时限', ticketId: null },
  tick: ticked ? { at: '2026-03-10T08:00:00+08:00', by: person('in'), remark: null } : null,
});
const both = { out: true, in: true };

describe('what a hand-over sheet waits for', () => {
  it('the outgoing officer signs, the incoming one ticks every line first', () => {
    const sheet = { out_by: null, in_by: null, lines: [line('a', true), line('b', false)] };
    expect(handoverWaits(sheet, person('out'), { out: true, in: false })?.side).toBe('out');
    expect(handoverWaits(sheet, person('in'), { out: false, in: true })?.text).toContain('还有 1 项');
    const ticked = { ...sheet, lines: [line('a', true)] };
    expect(handoverWaits(ticked, person('in'), { out: false, in: true })?.text).toBe('作为接班人签字');
  });
  it('who has signed one side is not asked for the other, nor is anybody not named', () => {
    const sheet = { out_by: person('out'), in_by: null, lines: [] };
    expect(handoverWaits(sheet, person('out'), both)).toBeNull();
    expect(handoverWaits(sheet, person('third'), { out: false, in: false })).toBeNull();
    expect(handoverWaits({ ...sheet, in_by: person('in') }, person('third'), both)).toBeNull();
  });
});
