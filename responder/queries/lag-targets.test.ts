import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadResponderBooks } from '../books.ts';
import { lagTargets } from './lag-targets.ts';

const { clocks } = loadResponderBooks(shippedConfigFolder());

describe('how soon is soon enough', () => {
  it('judging has the limits of the rulebook, by colour, and they are our own default', () => {
    expect(lagTargets(clocks).judgement).toEqual({
      limits: '红色20分钟、橙色30分钟、黄色2小时（值班时间）、蓝色1个工作日',
      isLaw: false,
    });
  });

  it('discovery and first disposal have none, and none is made up for them', () => {
    expect(lagTargets(clocks)).toMatchObject({ detection: null, disposal: null });
  });

  it('follows the book: tightened there it is told so here, taken out it is gone', () => {
    const red = clocks.rules.filter(({ id }) => id === 'L-04-red');
    const stricter = red.map((rule) => ({ ...rule, clock: { ...rule.clock!, limit: 'PT10M' } }));
    expect(lagTargets({ rules: stricter }).judgement?.limits).toBe('红色10分钟');
    expect(lagTargets({ rules: [] }).judgement).toBeNull();
  });
});
