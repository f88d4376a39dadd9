import { describe, expect, it } from 'vitest';
import { related, requireSameMatters, type Meeting } from './same-matters.ts';

const LAMP = '和平路的路灯三天不亮，晚上出行不安全';
const WELL = '云山县某小区门口井盖破损无人维修';
const row = (text: string) => ({ source: 'file-台账', title: '', text, url: null, contentHash: text });
const stored = (text: string, lastImport = 'earlier') => ({
  ...{ title: '', text, url: null, content_hash: text, last_import: lastImport },
});
const many = (count: number, meeting: Meeting): Meeting[] => Array.from({ length: count }, () => meeting);
const foreign: Meeting = { draft: row(WELL), old: stored(LAMP) };
const corrected: Meeting = { draft: row(`${LAMP}，已于昨日修复`), old: stored(LAMP) };
const fresh: Meeting = { draft: row(WELL), old: undefined };
const same: Meeting = { draft: row(LAMP), old: stored(LAMP) };

describe('rows that would replace others', () => {
  it.each<[string, Meeting[], boolean]>([
    ['another table with the same numbers', many(20, foreign), true],
    [
      'a longer table, more than half of it numbered like the stored one',
      [...many(11, foreign), ...many(9, fresh)],
      true,
    ],
    ['half of the rows', [...many(10, foreign), ...many(10, fresh)], false],
    ['two rows only', many(2, foreign), false],
    ['corrections in every row', many(50, corrected), false],
    ['some rewritten rows in a re-export', [...many(10, foreign), ...many(15, same)], false],
    ['the same rows again', many(50, same), false],
    ['rows this very import brought', many(9, { ...foreign, old: stored(LAMP, 'this') }), false],
    [
      'the same address',
      many(9, {
        draft: { ...row(WELL), url: 'https://n.example/1' },
        old: { ...stored(LAMP), url: 'https://n.example/1' },
      }),
      false,
    ],
    [
      'one of two sources in a file',
      [...many(5, foreign), ...many(50, { ...fresh, draft: { ...row(WELL), source: 'other' } })],
      true,
    ],
  ])('%s', (_name, meetings, refused) => {
    const look = (): void => requireSameMatters(meetings, 'this', 0);
    if (refused) expect(look).toThrow('编号相同但内容不同，没有写入任何一行');
    else expect(look).not.toThrow();
  });

  it('says what stands already and both ways on', () =>
    expect(() => requireSameMatters(many(3, foreign), 'this', 2000)).toThrow(
      '与已有来源“file-台账”的 3 条编号相同但内容不同，此前的 2000 行已导入，其余未写入。若是另一份表，请用 --source 指定新的来源编号；若确是同一份表的更正，请加 --source file-台账 确认更新。',
    ));
});

describe('texts about one matter', () => {
  it.each([
    [LAMP, `${LAMP}。补充：已派单`, true],
    [LAMP, '路灯三天不亮', true],
    [`来电人反映：${LAMP}，请核实处理。`, `来电人反映：${WELL}，请核实处理。`, false],
    [LAMP, WELL, false],
    ['水', '水', true],
    ['水', '电', false],
  ])('%s / %s', (one, other, expected) => {
    expect(related(one, other)).toBe(expected);
    expect(related(other, one)).toBe(expected);
  });
});
