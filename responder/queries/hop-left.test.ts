import { describe, expect, it } from 'vitest';
import { leftOfHop } from './hop-left.ts';

type HopClock = Parameters<typeof leftOfHop>[1][number];
const now = new Date('2026-03-10T10:00:00+08:00');
const inHours = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);
const clock = (fact: string, step: string, hours: number, state: HopClock['state'] = 'running'): HopClock =>
  ({ state, step, due_at: inHours(hours), rule: { satisfied_by: [{ fact }] } }) as unknown as HopClock;

const hop = { hop: 2, left_at: null, accepted_at: null };
const sign = clock('accepted', 'hop-2', 1);
const report = clock('reported_back', 'main', 24);
const answer = clock('first_release', 'main', 0);

describe('what is left to the unit that has the order', () => {
  it.each<[string, Partial<typeof hop> | { left_at: Date } | { accepted_at: Date }, HopClock[], number | null]>([
    ['to sign', {}, [sign, report, answer], 3600],
    ['to report back once signed', { accepted_at: now }, [sign, report, answer], 86_400],
    ['less than nothing when overdue', {}, [clock('accepted', 'hop-2', -1, 'overdue')], -3600],
    ['nothing to say of another hop', {}, [clock('accepted', 'hop-1', 1)], null],
    ['nothing to say of a clock that stopped', {}, [clock('accepted', 'hop-2', 1, 'satisfied')], null],
    ['nothing to say without such a clock', {}, [answer], null],
    ['nothing to say once passed on', { left_at: now }, [sign], null],
  ])('%s', (_name, changes, clocks, left) => {
    expect(leftOfHop({ ...hop, ...changes }, clocks, now)).toBe(left);
  });
});
