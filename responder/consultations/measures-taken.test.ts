import { describe, expect, it } from 'vitest';
import type { Units } from '../tickets/permissions.ts';
import { measuresTaken, type Hop } from './measures-taken.ts';

const units = new Map([
  ['transport', { name: '市交通运输局' }],
  ['emergency', { name: '市应急管理局' }],
]) as unknown as Units;
const at = (clock: string) => new Date(`2026-11-23T${clock}:00+08:00`);
const hop = (unit: string, received: string, more: Partial<Hop> = {}): Hop => ({
  ...{ unit, received_at: at(received), accepted_at: null, left_at: null, left_by: null },
  ...more,
});
const nothing = { first_authoritative_at: null, conference_at: null };

describe('what a report upward says was done', () => {
  it('a matter that moved: each unit with its own time, never the first time with the present unit', () => {
    const hops = [
      hop('transport', '16:59', { left_at: at('17:00'), left_by: 'reassigned' }),
      hop('emergency', '17:00', { accepted_at: at('17:04') }),
    ];
    expect(measuresTaken(nothing, hops, units)).toBe(
      '11月23日16:59交办市交通运输局，11月23日17:00改派市应急管理局，11月23日17:04市应急管理局签收',
    );
  });

  it('a matter sent back and given again', () => {
    const hops = [hop('transport', '09:00', { left_at: at('09:20'), left_by: 'returned' }), hop('emergency', '09:30')];
    expect(measuresTaken({ ...nothing, first_authoritative_at: at('09:25') }, hops, units)).toBe(
      '11月23日09:00交办市交通运输局，11月23日09:20市交通运输局退回，11月23日09:25首次发布权威信息，11月23日09:30重新交办市应急管理局',
    );
  });

  it('nothing done yet: nothing said', () => {
    expect(measuresTaken(nothing, [], units)).toBe('');
  });
});
