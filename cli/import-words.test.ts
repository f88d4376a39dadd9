import { describe, expect, it } from 'vitest';
import type { ImportSummary } from '../ingest/index.ts';
import { importWords } from './import-words.ts';

const summary = (changes: Partial<ImportSummary>): ImportSummary => ({
  ...{ importId: 'i', format: '12345 热线工单', source: 'hotline', rows: 3, alreadyDone: false, refusedFile: null },
  ...{ new: 3, updated: 0, unchanged: 0, refused: 0, conflicts: 0, withoutDate: 0 },
  ...changes,
});

describe('the summary of an import', () => {
  it('says where the rows are to be seen, and who may act on them', () => {
    const words = importWords(summary({}));
    expect(words).toMatch(/^新增 3，更新 0，未变 0，拒收 0（共 3 行）\n来源：hotline\n/u);
    for (const page of ['【信息流】', '【舆情事件】', '【工单】']) expect(words).toContain(page);
    expect(words).toContain('演示账号可以查看，不能办理');
  });
  it('sends nobody anywhere when no row was taken', () => {
    const words = importWords(summary({ new: 0, refused: 3, refusedFile: 'a.refused.csv' }));
    expect(words).toContain('未收下的行及原因：a.refused.csv');
    expect(words).not.toContain('【信息流】');
  });
  it('says the same of a file brought twice', () => {
    expect(importWords(summary({ new: 0, unchanged: 3, alreadyDone: true }))).toMatch(/--again。\n查看：/u);
  });
});
