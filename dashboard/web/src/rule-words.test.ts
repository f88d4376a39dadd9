import { describe, expect, it } from 'vitest';
import { ruleWords, withoutCodes } from './rule-words.ts';

const words = ruleWords(() => [
  { id: 'W-MEDIA', name: '媒体介入', doc: '本系统默认' },
  { id: 'E-leader', name: '带班领导', doc: null },
]);

describe('codes of rules on the screens', () => {
  it('are named, with code and paper behind', () => {
    expect(words.name('W-MEDIA')).toBe('媒体介入');
    expect(words.details('W-MEDIA')).toBe('规则编号 W-MEDIA，依据 本系统默认');
    expect(words.within('规则 W-MEDIA')).toBe('规则 媒体介入');
  });
  it('are left out where the name stands behind them', () => {
    expect(withoutCodes('住建局：W-02 谁主管谁负责')).toBe('住建局：谁主管谁负责');
    expect(withoutCodes('按 N-01 5小时内')).toBe('按 N-01 5小时内');
  });
  it('are not named twice where the name stands beside them', () => {
    expect(words.within('W-MEDIA 媒体介入：前2步无人应答')).toBe('媒体介入：前2步无人应答');
    expect(words.within('E-leader 领导：前2步无人应答')).toBe('领导：前2步无人应答');
    expect(words.within('媒体介入（W-MEDIA）')).toBe('媒体介入');
    expect(words.within('媒体介入（W-MEDIA，本系统默认）')).toBe('媒体介入（媒体介入，本系统默认）');
  });
  it('stand as they are while no name is known', () => {
    expect(words.name('N-99')).toBe('N-99');
    expect(words.within('规则 N-99')).toBe('规则 N-99');
  });
});
