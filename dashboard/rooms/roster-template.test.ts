import { describe, expect, it } from 'vitest';
import { tableText } from '../../ingest/index.ts';
import { readRosterRows } from './roster-table.ts';
import { templateBook } from './roster-template.ts';

describe('the workbook an office fills for a month', () => {
  it('D31: is read back as it was given out: two shifts a day, only the names missing', async () => {
    const text = await tableText(await templateBook('2026-02'));
    expect(readRosterRows(text)[0]).toMatchObject({ line: 2, problem: '没有带班领导和值班员' });
    const filled = text.replaceAll(/(\d\d:\d\d\t\d\d:\d\d)[\t]*$/gm, '$1\t带班领导一\t值班员二');
    const rows = readRosterRows(filled);
    expect([rows.length, rows.filter(({ problem }) => problem !== null)]).toEqual([56, []]);
    expect(rows.at(-1)!.shift).toMatchObject({ from: '2026-02-28T17:30:00+08:00', to: '2026-03-01T08:30:00+08:00' });
  });
});
