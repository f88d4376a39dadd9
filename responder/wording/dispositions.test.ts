import { describe, expect, it } from 'vitest';
import type { Disposition } from '../tickets/judgement.ts';
import { dispositionGaps, resultReleaseWarning, type DispositionRecords } from './dispositions.ts';

const noon = new Date('2026-03-10T12:00:00+08:00');
const later = new Date('2026-03-12T12:00:00+08:00');
const nothing: DispositionRecords = {
  published: false,
  clarified: false,
  hasResult: false,
  adopted: false,
  investigatedAt: null,
  resultToldAt: null,
  transferred: false,
};

describe('what each manner of answer must leave behind (rules.md §3)', () => {
  it.each<[Disposition, Partial<DispositionRecords>, string[]]>([
    ['D-1', {}, ['D-1：缺吸收采纳情况登记']],
    ['D-1', { adopted: true }, []],
    ['D-2', { hasResult: true }, ['D-2：解决情况尚未公开或答复']],
    ['D-2', { hasResult: true, resultToldAt: noon }, []],
    ['D-3', { resultToldAt: noon }, ['D-3：缺调查结论登记']],
    ['D-3', { investigatedAt: later, resultToldAt: noon }, ['D-3：调查处置结果尚未公布']],
    ['D-3', { investigatedAt: noon, resultToldAt: later }, []],
    ['D-4', {}, ['D-4：缺权威信息发布']],
    ['D-4', { published: true }, []],
    ['D-5', {}, ['D-5：缺解释引导的发布']],
    ['D-5', { published: true }, []],
    ['D-6', {}, ['D-6：缺澄清', 'D-6：缺涉嫌违法线索的移送单（或不移送的原因）']],
    ['D-6', { clarified: true, transferred: true }, []],
  ])('%s with %o', (disposition, records, gaps) => {
    expect(dispositionGaps(disposition, { ...nothing, ...records })).toEqual(gaps);
  });

  it('S28: an environment matter closed without a release of its result is warned, another is not', () => {
    const book = { kinds: ['environment'], topics: [] };
    const river = { kind: 'environment', topic: 'environment' };
    expect(resultReleaseWarning(river, book, nothing)).toHaveLength(1);
    expect(resultReleaseWarning(river, book, { investigatedAt: later, resultToldAt: noon })).toEqual([
      '环境污染、生态破坏类事项的调查处理结果尚未公布',
    ]);
    expect(resultReleaseWarning(river, book, { investigatedAt: noon, resultToldAt: later })).toEqual([]);
    expect(resultReleaseWarning({ kind: 'fire', topic: 'work_safety' }, book, nothing)).toEqual([]);
  });
});
