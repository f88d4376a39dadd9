import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { organisationOf } from './organisation.ts';
import { readRosterRows } from './roster-table.ts';

describe('a roster as a table', () => {
  it('is read as copied from a spreadsheet, ends without a date fall on the same day or the next', () => {
    const text =
      '日期外列\t起\t止\t值班员\t带班领导\n\t2026-03-10 08:30\t17:30\t甲、乙\t丙\n\n\t2026/3/10 17:30\t8:30\t丁\t\n';
    expect(readRosterRows(text).map(({ shift }) => shift)).toEqual([
      { from: '2026-03-10T08:30:00+08:00', to: '2026-03-10T17:30:00+08:00', leader: '丙', officers: ['甲', '乙'] },
      { from: '2026-03-10T17:30:00+08:00', to: '2026-03-11T08:30:00+08:00', leader: null, officers: ['丁'] },
    ]);
  });
  it('is read from a CSV file too, with its byte order mark', () => {
    const text = '\uFEFF开始时间,结束时间,带班领导,值班人员\r\n2026-03-10 08:30,2026-03-10 17:30,"丙",甲\r\n';
    expect(readRosterRows(text)).toHaveLength(1);
  });
  it('takes a quoted cell with commas, and a clock time as a spreadsheet hands it over', () => {
    const text = '起,止,带班领导,值班员\n2026-03-10 08:30,1899-12-30 17:30:00,丙,"甲,乙"';
    expect(readRosterRows(text)[0]!.shift).toMatchObject({ to: '2026-03-10T17:30:00+08:00', officers: ['甲', '乙'] });
  });
  it.each([
    ['', '表格须有表头和至少一行'],
    ['起,止,带班领导\n2026-03-10 08:30,17:30,丙', '表头缺少“值班员”一列'],
  ])('%j is refused as a whole: %s', (text, message) => {
    expect(() => readRosterRows(text)).toThrow(message);
  });
  it('D31: says of every line what is wrong with it, under the number the spreadsheet shows', () => {
    const lines = ['下周一,17:30,丙,甲', '2026-03-10 08:30,25:61,丙,甲', '', '2026-03-10 08:30,17:30,,'];
    const backwards = '2026-03-10 08:30,2026-03-10 08:00,丙,甲';
    const rows = readRosterRows(['起,止,带班领导,值班员', ...lines, backwards].join('\n'));
    expect(rows.map(({ line, problem }) => `${line} ${problem}`)).toEqual([
      '2 “起”不是时间：下周一',
      '3 “止”不是时间：25:61',
      '5 没有带班领导和值班员',
      '6 “止”须晚于“起”',
    ]);
  });
});

describe('the organisation', () => {
  const { units } = loadRulebook(shippedConfigFolder(), 'departments', departmentsSchema);
  const holders = [
    { name: '住建负责人', unitId: 'housing', roles: ['unit_head' as const] },
    { name: '值班员', unitId: 'gov_office', roles: ['duty_officer' as const] },
  ];
  const rows = new Map(organisationOf(units, holders, '990100').map((row) => [row.id, row]));

  it('H09: shows heads and contacts of every unit and flags the posts nobody holds', () => {
    expect(rows.get('housing')).toMatchObject({
      posts: [
        { title: '负责人', names: ['住建负责人'] },
        { title: '联系人', names: [] },
      ],
      empty: ['联系人'],
    });
    expect(rows.get('gov_office')!.empty).toEqual(['带班领导']);
    expect(rows.get('press_office')!.empty).toEqual(['新闻发言人']);
  });
  it('H20: marks the two lead bodies that assign and supervise, and no other', () => {
    const those = (what: 'mayAssign' | 'maySupervise') =>
      [...rows.values()].filter((row) => row[what]).map(({ id }) => id);
    expect(those('mayAssign')).toEqual(['gov_office', 'cyberspace']);
    expect(those('maySupervise')).toEqual(['gov_office', 'cyberspace']);
  });
  it('shows the superior of a unit under vertical management; posts of the government above are not ours to fill', () => {
    expect(rows.get('tax')).toMatchObject({ vertical: true, superior: { name: '省税务局' } });
    expect(rows.get('province_tax')!.empty).toEqual([]);
    expect(rows.get('shahe_town')).toMatchObject({ superior: { id: 'yunshan' }, empty: ['负责人', '联系人'] });
  });
});
