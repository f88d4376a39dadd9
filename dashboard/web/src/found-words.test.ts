import { describe, expect, it } from 'vitest';
import { foundWords } from './found-words.ts';

const machine = { at: '2026-02-24T10:05:00+08:00', by: 'rule' as const, why: '5分钟内6条' };

describe('when an event was found', () => {
  it('is the call before the machine, and says when the machine saw it', () => {
    const found = { at: '2026-02-24T08:40:00+08:00', by: '接报，10:20补登记' };
    expect(foundWords(found, machine)).toMatch(/08:40.*（接报，10:20补登记；系统 .*10:05 发现：5分钟内6条）$/u);
  });
  it('is the machine where nobody told earlier, with its reason', () => {
    expect(foundWords({ at: machine.at, by: '系统发现' }, machine)).toMatch(/10:05.*（系统发现：5分钟内6条）$/u);
  });
  it('is the call alone where it was typed in at once', () => {
    const typed = { at: '2026-02-24T08:41:00+08:00', by: 'person' as const, why: '人工登记' };
    expect(foundWords({ at: '2026-02-24T08:40:00+08:00', by: '接报' }, typed)).toMatch(/08:40.*（接报）$/u);
  });
  it('names the one who told only once', () => {
    const told = { at: '2026-02-24T08:40:00+08:00', by: 'notice' as const, why: '上级通知：市应急指挥中心值班室' };
    expect(foundWords({ at: '2026-02-24T08:40:00+08:00', by: '接报' }, told)).toMatch(/08:40.*（接报）$/u);
  });
  it('says so while nothing has found it', () => {
    expect(foundWords(null, null)).toBe('尚未触发');
  });
});
