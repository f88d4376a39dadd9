import { describe, expect, it } from 'vitest';
import { MARKS, UNCOLOURED } from './marks.ts';

describe('the legend of colours and levels', () => {
  it('keeps heat apart from level, and says who owes what is not set', () => {
    const [colour, level, none] = MARKS;
    expect(colour.long).toContain('不代表事件级别');
    expect(level.long).toMatch(/值班员初判，主管部门认定/);
    expect(none.long).toBe(UNCOLOURED);
    expect(UNCOLOURED).toMatch(/值班员.*可在研判时确定/);
  });
});
