import { describe, expect, it } from 'vitest';
import { factWords, scoreWords, signName, unitLines } from './event-words.ts';

const seven = { low: 7, high: 7 };
const unit = (role: 'lead' | 'co' | 'supervisor', name: string, reason = 'W-01 属地管理') => ({
  ...{ id: name, name, role, score: 1, reason },
});

describe('an event in words', () => {
  it('tells the seriously injured as a part of the injured, so that seven are not fourteen', () => {
    expect(factWords({ seriousInjuries: seven, injuries: seven })).toEqual(['受伤 7（其中重伤 7）']);
    expect(factWords({ deaths: { low: 2, high: 2 }, seriousInjuries: seven })).toEqual(['死亡 2', '重伤 7']);
  });
  it('keeps apart numbers of which one cannot be a part of the other', () => {
    expect(factWords({ seriousInjuries: seven, injuries: { low: 3, high: 3 } })).toEqual(['重伤 7', '受伤 3']);
    expect(factWords({ injuries: { low: 3, high: null } })).toEqual(['受伤 3 以上']);
  });
  it('does not glue points to a level', () => {
    expect(scoreWords([{ name: 'sensitivity', points: 8, why: '敏感等级2' }])).toBe('敏感等级2（8分）');
  });
  it('names the units by their part in the work, the lead first', () => {
    const lines = unitLines([unit('supervisor', '市政府督查室'), unit('co', '市公安局'), unit('lead', '市应急管理局')]);
    expect(lines.map(({ units }) => units)).toEqual(['市应急管理局', '市公安局', '市政府督查室']);
    expect(lines[0]).toMatchObject({ role: '主办' });
    expect(lines[0]?.why).not.toContain('W-01');
    expect(unitLines([unit('lead', '市交通运输局', '职责表 R-road-death')])[0]?.why).toBe('按职责表');
    expect(unitLines([unit('co', '市住建局', '职责表 H-site-wages')])[0]?.why).toBe('按职责表');
  });
  it('says the name of a sign once', () => {
    expect(signName('跨平台扩散：3类平台', '跨平台扩散')).toBe('');
    expect(signName('3类平台', '跨平台扩散')).toBe(' · 跨平台扩散');
  });
});
