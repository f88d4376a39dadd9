import { describe, expect, it } from 'vitest';
import { basisLabel, basisWarning } from './transfer-basis.ts';

const read = { title: '转送有权处理的机关', doc: '信访工作条例第二十二条', unverified: false, note: null };
const unread = { title: '移送公安机关', doc: '国务院令第310号', unverified: true, note: '条文以现行文本为准' };

describe('the legal basis of a hand-over', () => {
  it('says 依据待核 where nobody has read its text, and nothing where somebody has', () => {
    expect(basisLabel(unread)).toBe('【依据待核】移送公安机关（国务院令第310号）');
    expect(basisLabel(read)).toBe('转送有权处理的机关（信访工作条例第二十二条）');
  });

  it('asks to look the text up before the paper goes out', () => {
    expect(basisWarning(unread)).toBe(
      '依据待核：本系统未核对《国务院令第310号》的现行条文，移送前请逐条核对。条文以现行文本为准',
    );
  });
});
