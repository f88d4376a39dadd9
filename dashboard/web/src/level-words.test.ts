import { describe, expect, it } from 'vitest';
import { whyNoLevel } from './level-words.ts';

const none = { low: null, status: 'none' as const };

describe('why the machine suggests no level', () => {
  it('no kind of emergency is told, so no table applies', () => {
    expect(whyNoLevel(null, {}, none)).toContain('没有看出是哪一类突发事件');
  });
  it('the kind is told, but no number the table could be read with', () => {
    expect(whyNoLevel('fire', {}, none)).toMatch(/^未估算：没有读出可对照“.+”分级标准的伤亡、损失数字$/);
  });
  it('numbers are told and reach no row of the table', () => {
    expect(whyNoLevel('fire', { injuries: { low: 1, high: 1 } }, none)).toMatch(/^未达分级/);
  });
  it('the harm is not sure yet', () => {
    expect(whyNoLevel('food', {}, { low: null, status: 'unclear' })).toContain('伤情待核');
  });
  it('a level that is suggested needs no excuse', () => {
    expect(whyNoLevel('fire', { deaths: { low: 3, high: 3 } }, { low: 'III', status: 'suggested' })).toBe('');
  });
});
