import { describe, expect, it } from 'vitest';
import type { Disposition } from '../tickets/judgement.ts';
import { dispositionGaps, resultReleaseWarning, type DispositionRecords } from './dispositions.ts';
import { resultMissing } from './report-warnings.ts';

const nothing: DispositionRecords = {
  published: false,
  clarified: false,
  hasResult: false,
  adopted: false,
  investigated: false,
  resultTold: false,
  conclusionTold: false,
  transferred: false,
};

describe('what each manner of answer must leave behind (rules.md §3)', () => {
  it.each<[Disposition, Partial<DispositionRecords>, string[]]>([
    ['D-1', {}, ['D-1：缺吸收采纳情况登记']],
    ['D-1', { adopted: true }, []],
    ['D-2', { hasResult: true }, ['D-2：解决情况尚未公开或答复']],
    ['D-2', { hasResult: true, resultTold: true }, []],
    ['D-3', { resultTold: true }, ['D-3：缺调查结论登记']],
    ['D-3', { investigated: true, resultTold: true }, ['D-3：调查结论登记后尚未公布调查处置结果']],
    ['D-3', { investigated: true, resultTold: true, conclusionTold: true }, []],
    ['D-4', {}, ['D-4：缺权威信息发布']],
    ['D-4', { published: true }, []],
    ['D-5', {}, ['D-5：缺解释引导的发布']],
    ['D-5', { published: true }, []],
    ['D-6', {}, ['D-6：缺澄清', 'D-6：缺涉嫌违法线索的移送单']],
    ['D-6', { clarified: true, transferred: true }, []],
  ])('%s with %o', (disposition, records, gaps) => {
    const found = dispositionGaps(disposition, { ...nothing, ...records });
    expect(found.map((gap) => gap.replace(/（.*$/, ''))).toEqual(gaps);
    // Each names the page where it is done.
    for (const gap of found) expect(gap).toMatch(/请在“.+”页/);
  });

  it('S28: an environment matter closed without a release of its result is warned, another is not', () => {
    const book = { kinds: ['environment'], topics: [] };
    const river = { kind: 'environment', topic: 'environment' };
    expect(resultReleaseWarning(river, book, nothing)).toHaveLength(1);
    expect(resultReleaseWarning(river, book, { investigated: true, conclusionTold: false })).toEqual([
      '环境污染、生态破坏类事项的调查处理结果尚未公布',
    ]);
    expect(resultReleaseWarning(river, book, { investigated: true, conclusionTold: true })).toEqual([]);
    expect(resultReleaseWarning({ kind: 'fire', topic: 'work_safety' }, book, nothing)).toEqual([]);
  });
});

describe('the reviewer of a report', () => {
  const report = { facts: '工资未付', measures: '责令补发', result: null } as never;
  it('is told that it tells no result where D-2 is closed on one', () => {
    expect(resultMissing({ dispositions: ['D-2'], report })).toEqual([expect.stringContaining('没有写明办理结果')]);
    expect(resultMissing({ dispositions: ['D-4'], report })).toEqual([]);
    expect(resultMissing({ dispositions: ['D-2'], report: null })).toEqual([]);
  });
});
