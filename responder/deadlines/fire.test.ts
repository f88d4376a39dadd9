import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { LadderStep } from '../escalation/ladder.ts';
import type { ClockPoint } from '../tables.ts';
import { fireDue, type FiringClock } from './fire.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 10, 0, minute));
const warn = (point: string, minute: number): ClockPoint => ({
  point,
  kind: 'warn',
  at: at(minute).toISOString(),
  title: point,
});
const due: ClockPoint = { point: 'due', kind: 'due', at: at(300).toISOString(), title: '到期' };
const clock = (changes: Partial<FiringClock> = {}): FiringClock => ({
  due_at: at(300),
  state: 'running',
  points: [warn('warn-180m', 120), warn('warn-60m', 240), due],
  provisional: false,
  ...changes,
});
const ladder = (): LadderStep[] => [
  { id: 'L-10-red-1', action: 'call', at: at(310), notify: ['duty_officer'] },
  { id: 'L-10-red-2', action: 'supervise', at: at(360), notify: ['duty_leader'] },
];
const names = (result: ReturnType<typeof fireDue>) =>
  result.fired.map(({ point, silent }) => `${point.point}${silent ? ' silent' : ''}`);

describe('what of a clock comes out', () => {
  it('nothing before its time, then each warning', () => {
    expect(names(fireDue(clock(), 'red', at(119), ladder))).toEqual([]);
    expect(names(fireDue(clock(), 'red', at(120), ladder))).toEqual(['warn-180m']);
  });

  it('of warnings missed together only the last rings, and none once the due time has come', () => {
    expect(names(fireDue(clock(), 'red', at(250), ladder))).toEqual(['warn-180m silent', 'warn-60m']);
    expect(names(fireDue(clock(), 'red', at(300), ladder))).toEqual(['warn-180m silent', 'warn-60m silent', 'due']);
  });

  it('falling due lays the ladder from the due time, missed steps come out at once', () => {
    const first = fireDue(clock(), 'red', at(320), ladder);
    expect(names(first).slice(-2)).toEqual(['due', 'L-10-red-1']);
    expect(first).toMatchObject({ state: 'overdue', overdue: true, nextFireAt: at(360) });
    const second = fireDue(clock({ ...first }), 'red', at(9999), ladder);
    expect(names(second)).toEqual(['L-10-red-2']);
    expect(second).toMatchObject({ overdue: false, nextFireAt: null });
  });

  it('a clock that falls due again, firm after provisional, climbs its ladder under names of its own', () => {
    const first = fireDue(clock({ provisional: true }), 'red', at(9999), ladder);
    const again = { ...due, point: 'due@firm' };
    const second = fireDue(clock({ points: [...first.points, again], state: 'running' }), 'red', at(9999), ladder);
    expect(names(second)).toEqual(['due@firm', 'L-10-red-1@firm', 'L-10-red-2@firm']);
  });

  it('whenever the sweep comes by, each moment comes out exactly once and never early', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 12 }), (minutes) => {
        let state = clock();
        const seen: string[] = [];
        for (const minute of [...minutes, 400].sort((a, b) => a - b)) {
          const result = fireDue(state, 'red', at(minute), ladder);
          for (const { point } of result.fired) expect(new Date(point.at) <= at(minute)).toBe(true);
          seen.push(...result.fired.map(({ point }) => point.point));
          state = { ...state, points: result.points, state: result.state };
        }
        expect(seen.sort()).toEqual(['L-10-red-1', 'L-10-red-2', 'due', 'warn-180m', 'warn-60m']);
      }),
    );
  });
});
