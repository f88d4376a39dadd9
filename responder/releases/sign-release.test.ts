import { describe, expect, it } from 'vitest';
import { refuseUnseen } from './sign-release.ts';

describe('judging a version that another has judged', () => {
  const at = new Date('2026-03-10T10:00:00+08:00');
  const wrong = { id: 'w', aspect: 'wording', verdict: false, reason: '责任未核实', at, by: { id: 'a', name: '甲' } };
  const paper = { judgements: [wrong] } as unknown as Parameters<typeof refuseUnseen>[0];
  const judge =
    (verdict: boolean, actor: string, seen: string[] = [], aspect: 'wording' | 'timing' = 'wording') =>
    () =>
      refuseUnseen(paper, { judgements: [{ aspect, verdict, reason: '理由' }], seen }, actor);

  it('does not find right what another found wrong, and learns who, when and why', () => {
    expect(judge(true, 'b')).toThrow(/甲 已于 .*10:00 研判.*不妥：责任未核实/);
    expect(judge(true, 'b')).toThrow('勾选“我已看过上述意见”');
  });
  it('may overrule it having read it, agree with it, or judge another aspect', () => {
    expect(judge(true, 'b', ['w'])).not.toThrow();
    expect(judge(false, 'b')).not.toThrow();
    expect(judge(true, 'b', [], 'timing')).not.toThrow();
  });
  it('may think better of the own one', () => expect(judge(true, 'a')).not.toThrow());
  it('does not get past another one by calling it wrong first and right then', () => {
    const own = { ...wrong, id: 'own', by: { id: 'b', name: '乙' } };
    const both = { judgements: [wrong, own] } as unknown as typeof paper;
    const right = (seen: string[]) => () =>
      refuseUnseen(both, { judgements: [{ aspect: 'wording', verdict: true, reason: '理由' }], seen }, 'b');
    expect(right([])).toThrow('甲 已于');
    expect(right(['w'])).not.toThrow();
  });
});
