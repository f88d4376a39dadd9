import { describe, expect, it } from 'vitest';
import type { TicketDetail } from '../../api/schemas/tickets.ts';
import { barredBy } from './acted-on.ts';
import { clockOptions } from './pick-options.ts';
import { formOf } from './verb-forms.ts';

const clock = (id: string, name: string) => ({ id, name, state: 'running', dueAt: '2026-11-23T09:30:00+08:00' });
const detail = {
  clocks: [clock('c1', '核实反馈'), clock('c2', '回应其他政务舆情')],
  extensions: [{ clockId: 'c1', latest: '2026-11-23T21:19:00+08:00' }],
} as unknown as TicketDetail;

describe('what the forms know beforehand', () => {
  it('only deadlines that may be extended are offered, each with how far', () => {
    const offered = clockOptions({ kind: 'clock', key: 'clockId', label: '时限', extendable: true }, detail);
    expect(offered.map(({ label }) => label)).toEqual([
      expect.stringMatching(/^核实反馈，.*最晚可延至 .*11-23 21:19$/),
    ]);
    expect(clockOptions({ kind: 'clock', key: 'clockId', label: '时限' }, detail)).toHaveLength(2);
  });

  const closing = (gaps: string[], asks: string[]) => ({
    closing: { gaps, told: [], asks },
    archiving: null,
    times: { judgedAt: null },
  });
  it('an order asks for the emergency only where nobody has judged yet, and then always', () => {
    const asked = (judgedAt: string | null) =>
      formOf('dispatch', { closing: null, archiving: null, times: { judgedAt } }).fields.find(
        ({ key }) => key === 'emergency',
      );
    expect(asked(null)).toMatchObject({ required: true });
    expect(asked('2026-11-20T09:00:00+08:00')).toBeUndefined();
  });

  it('closing is barred while something is missing, and asks for an exception only where one is owed', () => {
    expect(barredBy('close', closing(['D-3：缺调查结论登记'], []))).toBe('尚缺1项，不能办结');
    expect(barredBy('close', closing([], []))).toBeNull();
    const keys = (asks: string[]) => formOf('close', closing([], asks)).fields.map(({ key }) => key);
    expect(keys([])).toEqual(['conclusion', 'sampled']);
    expect(keys(['transfer'])).toContain('transfer');
  });

  it('a report must tell the result where the matter is judged to D-2, which is closed on it', () => {
    const owed = (dispositions: string[]) =>
      formOf('report', { judgement: { dispositions } as never }).fields.find(({ key }) => key === 'result')?.required;
    expect([owed(['D-2', 'D-4']), owed(['D-4']) ?? false]).toEqual([true, false]);
  });

  it('putting away is barred while something is owed, and asks why only where the observation is not over', () => {
    const matter = (gaps: string[], asks: string[]) => ({
      ...closing([], []),
      archiving: { checks: [], gaps, asks },
    });
    expect(barredBy('archive', matter(['未兑现的承诺1项'], []))).toBe('尚有1类事项未了，不能归档');
    expect(barredBy('archive', matter([], ['early']))).toBeNull();
    const keys = (asks: string[]) => formOf('archive', matter([], asks)).fields.map(({ key }) => key);
    expect([keys([]), keys(['early'])]).toEqual([['note'], ['early', 'note']]);
  });
});
