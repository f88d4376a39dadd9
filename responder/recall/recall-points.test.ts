import { describe, expect, it } from 'vitest';
import type { ClockPoint } from '../tables.ts';
import { recallPoints } from './recall-points.ts';

const point = (name: string, kind: ClockPoint['kind'], hour: number, fired = true): ClockPoint => ({
  ...{ point: name, kind, at: `2026-03-10T${String(hour).padStart(2, '0')}:00:00.000Z`, title: name },
  ...(fired && { fired }),
});
const fallen = {
  state: 'overdue' as const,
  overdue_at: new Date('2026-03-10T12:00:00Z'),
  points: [point('w1', 'warn', 8), point('w2', 'warn', 10), point('due', 'due', 12), point('U1', 'escalate', 13)],
};

describe('moments that came out by a clock running ahead', () => {
  it('come out again at their own time, and the ladder is laid anew when the clock really falls due', () => {
    expect(recallPoints(fallen, new Set(['w2', 'due', 'U1']))).toEqual({
      ...{ state: 'running', overdue_at: null, next_fire_at: new Date('2026-03-10T10:00:00Z') },
      points: [point('w1', 'warn', 8), point('w2', 'warn', 10, false), point('due', 'due', 12, false)],
    });
  });

  it('leave what came out in time: a clock overdue for good stays overdue, only its later rungs wait', () => {
    expect(recallPoints(fallen, new Set(['U1']))).toMatchObject({
      ...{ state: 'overdue', overdue_at: fallen.overdue_at, next_fire_at: new Date('2026-03-10T13:00:00Z') },
    });
  });

  it('of a second due time take up its own ladder, not that of the first', () => {
    const moved = [point('due@x', 'due', 15), point('U1@x', 'escalate', 16)];
    const { points } = recallPoints({ ...fallen, points: [...fallen.points, ...moved] }, new Set(['due@x', 'U1@x']));
    expect(points.map((one) => one.point)).toEqual(['w1', 'w2', 'due', 'U1', 'due@x']);
  });

  it('of a clock stopped meanwhile are late no more, and never come out', () => {
    const met = { ...fallen, state: 'satisfied' as const };
    expect(recallPoints(met, new Set(['due', 'U1']))).toMatchObject({
      state: 'satisfied',
      overdue_at: null,
      next_fire_at: null,
    });
  });
});
