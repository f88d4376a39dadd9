import { describe, expect, it } from 'vitest';
import { countingMarks, marksAfter, type KeptMark, type MarksInput } from './marks.ts';

const who = { id: 'gov_office:值班员甲', name: '值班员甲', unitId: 'gov_office', roles: [] };
const after = (kept: KeptMark[], input: MarksInput, intakeKinds: string[] = ['complaint']) =>
  marksAfter(kept, input, { actor: who, now: new Date('2026-03-03T01:00:00Z'), intakeKinds });
const old = { leftover: true, leftoverReason: '2019年交付时遗留' };

describe('marks of a matter', () => {
  it('are set and taken off only with a reason, and said in words', () => {
    expect(() => after([], { leftover: true })).toThrow('标注“历史遗留问题”须写明理由');
    const { marks, said } = after([], old);
    expect(marks).toMatchObject([{ mark: 'leftover', reason: '2019年交付时遗留', by: { name: '值班员甲' } }]);
    expect(said).toBe('标注历史遗留问题：2019年交付时遗留');
    expect(() => after(marks, { leftover: false })).toThrow('取消“历史遗留问题”须写明理由');
    expect(after(marks, { leftover: false, leftoverReason: '查明系新发' }).marks).toEqual([]);
  });

  it('stay as they are when nobody speaks of them, or says the same again', () => {
    const { marks } = after([], old);
    expect(after(marks, {})).toEqual({ marks, said: null });
    expect(after(marks, { leftover: true, leftoverReason: '再说一遍' })).toEqual({ marks, said: null });
  });

  it('complex: whoever asked is told; where nobody has asked yet it counts only once they were', () => {
    const complex = { complex: true, complexReason: '涉及三个部门' };
    expect(() => after([], complex)).toThrow('须告知来件人');
    const nobody = after([], complex, ['opinion']);
    expect(countingMarks(nobody.marks)).toEqual([]);
    const told = after(nobody.marks, { ...complex, complexNotice: '3月3日电话告知' });
    expect(countingMarks(told.marks)).toMatchObject([{ mark: 'complex', notice: '3月3日电话告知' }]);
  });
});
