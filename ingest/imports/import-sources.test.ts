import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import type { IngestTables } from '../tables.ts';
import { importFile, type ImportOptions, type ImportSummary } from './import-file.ts';
import { makeWorkbook } from './make-workbook.ts';

let test: TestKernel<IngestTables>;
const folder = mkdtempSync(join(tmpdir(), 'huiying-sources-'));
const actor = { id: 'test', name: '测试', unitId: null, roles: [] };

beforeAll(async () => {
  test = await testKernel<IngestTables>();
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
const bring = (path: string, more: Partial<ImportOptions> = {}): Promise<ImportSummary> =>
  importFile(test.kernel, { path, jurisdiction: '990100', historyDays: 7, actor, ...more });
const stored = async (source: string): Promise<string[]> => {
  const { db } = test.kernel;
  const rows = await db.selectFrom('ingest_mentions').select('text').where('source', '=', source).execute();
  return rows.map((row) => row.text).sort();
};

const LAMPS = ['和平路路灯三天不亮', '滨江大道路灯闪烁', '城东区三号桥灯杆倾斜', '体育馆门口路灯常亮'];
const WELLS = ['幸福小区井盖破损', '农贸市场下水道堵塞', '学校门前排水口异味', '老街窨井盖缺失两处'];
const sheet = (texts: string[]): string[][] => [['编号', '内容'], ...texts.map((text, n) => [String(n + 1), text])];
const csv = (texts: string[]): string =>
  sheet(texts)
    .map((cells) => cells.join(','))
    .join('\n');

describe('the default source of an unknown table', () => {
  it('is its file, so that another sheet numbered 1…n replaces nothing', async () => {
    expect(await bring(file('路灯台账.csv', csv(LAMPS)))).toMatchObject({ source: 'file-路灯台账', new: 4 });
    const summary = await bring(file('井盖台账.xlsx', makeWorkbook([{ name: 'Sheet1', rows: sheet(WELLS) }])));
    expect(summary).toMatchObject({ source: 'file-井盖台账', new: 4, updated: 0 });
    expect(await stored('file-路灯台账')).toEqual([...LAMPS].sort());
  });

  it('updates its own rows when the file comes again with corrections, in another folder too', async () => {
    const corrected = LAMPS.map((text, n) => (n < 3 ? `${text}，已派单处理` : text));
    const summary = await bring(file('三月/路灯台账.csv', csv([...corrected, '云山县路口信号灯不亮'])));
    expect(summary).toMatchObject({ source: 'file-路灯台账', new: 1, updated: 3, unchanged: 1 });
  });

  it('is told again for a file that was imported before, and stays when the same bytes have another name', async () => {
    expect(await bring(join(folder, '井盖台账.xlsx'))).toMatchObject({
      ...{ alreadyDone: true, source: 'file-井盖台账', format: '通用表格', unchanged: 4 },
    });
    const renamed = file('副本.csv', csv(LAMPS));
    expect(await bring(renamed)).toMatchObject({ alreadyDone: true, source: 'file-路灯台账' });
  });

  it('parts the sheets of one workbook', async () => {
    const book = makeWorkbook([
      { name: '路灯', rows: sheet(LAMPS) },
      { name: '井盖', rows: sheet(WELLS) },
    ]);
    const { source, ...summary } = await bring(file('台账.xlsx', book));
    expect(summary).toMatchObject({ new: 8, updated: 0, conflicts: 0 });
    expect(source).toMatch(/^file-台账,file-台账-井盖-[0-9a-f]{6}$/);
  });

  it('is that of the format where the format is known', async () => {
    const board = `留言编号,留言主题,留言详情\n${LAMPS.map((text, n) => `${n + 1},路灯,${text}`).join('\n')}`;
    expect(await bring(file('留言.csv', board))).toMatchObject({ source: 'board', new: 4 });
  });
});

describe('another table of the same name', () => {
  it('is refused before anything is written, and goes where the person says', async () => {
    const path = file('别处/路灯台账.csv', csv(WELLS));
    const before = await stored('file-路灯台账');
    await expect(bring(path)).rejects.toThrow('与已有来源“file-路灯台账”的 4 条编号相同但内容不同，没有写入任何一行');
    expect(await stored('file-路灯台账')).toEqual(before);
    expect(await bring(path, { source: '井盖-别处' })).toMatchObject({ source: '井盖-别处', new: 4, updated: 0 });
    expect(await bring(path, { source: 'file-路灯台账' })).toMatchObject({ new: 0, updated: 4 });
    expect(await stored('file-路灯台账')).toEqual(expect.arrayContaining(WELLS));
  });

  it('may also be given another name', async () => {
    const text = csv([...WELLS, '新的一行，河道垃圾']);
    await bring(file('甲/河道.csv', csv(LAMPS.toReversed())));
    await expect(bring(file('乙/河道.csv', text))).rejects.toThrow('“file-河道”的 4 条');
    expect(await bring(file('乙/河道二.csv', text))).toMatchObject({ source: 'file-河道二', new: 5 });
  });

  it('is told apart from a known export too', async () => {
    const other = `留言编号,留言主题,留言详情\n${WELLS.map((text, n) => `${n + 1},排水,${text}`).join('\n')}`;
    await expect(bring(file('另一个留言板.csv', other))).rejects.toThrow('“board”的 4 条');
  });
});

describe('a file without a row', () => {
  it.each([
    ['CSV', '编号,内容\r\n'],
    ['XLSX', makeWorkbook([{ name: 'Sheet1', rows: [['编号', '内容']] }])],
    [
      'XLSX of several empty sheets',
      makeWorkbook([
        { name: '一', rows: [['编号', '内容']] },
        { name: '二', rows: [] },
      ]),
    ],
    ['JSON', '[]'],
  ])('%s: says so instead of having done nothing', async (name, content) => {
    await expect(bring(file(`空-${name}`, content))).rejects.toThrow('没有数据行');
  });

  it('is no mistake where a feed is quiet', async () => {
    const feed = '<rss><channel><title>江城要闻</title></channel></rss>';
    expect(await bring(file('quiet.xml', feed))).toMatchObject({ rows: 0, refused: 0 });
  });
});
