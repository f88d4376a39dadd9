import {
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  existsSync,
  openSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import type { IngestTables } from '../tables.ts';
import { importFile, type ImportOptions, type ImportSummary } from './import-file.ts';
import { makeWorkbook, makeZip } from './make-workbook.ts';

let test: TestKernel<IngestTables>;
const folder = mkdtempSync(join(tmpdir(), 'huiying-import-'));
const actor = { id: 'test', name: '测试', unitId: null, roles: [] };
const notes: string[] = [];
vi.setConfig({ testTimeout: 120_000 }); // workbooks are read in a worker that compiles itself first
function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
async function bring(path: string, more: Partial<ImportOptions> = {}): Promise<ImportSummary> {
  notes.length = 0;
  return importFile(test.kernel, {
    path,
    jurisdiction: '990100',
    historyDays: 7,
    actor,
    onNote: (note) => notes.push(note),
    ...more,
  });
}
const textsOf = async (source: string): Promise<string[]> =>
  (
    await test.kernel.db
      .selectFrom('ingest_mentions')
      .select('text')
      .where('source', '=', source)
      .orderBy('external_id')
      .execute()
  ).map((row) => row.text);

beforeAll(async () => {
  test = await testKernel<IngestTables>();
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const COLUMNS = ['工单编号', '标题', '诉求内容', '时间', '坐席'];
const rows = (...numbers: number[]): string[][] =>
  numbers.map((n) => [`GD${n}`, `第${n}件`, `第${n}件的内容，路灯不亮`, '2026/2/23 9:05:00', 'x']);
const csv = (lines: string[][]): string => [COLUMNS, ...lines].map((cells) => cells.join(',')).join('\r\n');

describe('import of a table', () => {
  it.each([
    ['UTF-8', Buffer.from(csv(rows(1, 2)))],
    ['UTF-8 with BOM', Buffer.from(`\ufeff${csv(rows(3, 4))}`)],
    ['GB18030', iconv.encode(csv(rows(5, 6)), 'gb18030')],
    ['UTF-16', iconv.encode(csv(rows(7, 8)), 'utf16le', { addBOM: true })],
    ['XLSX', makeWorkbook([{ name: '明细', rows: [['江城市工单明细'], COLUMNS, ...rows(9, 10)] }])],
  ])('%s, the same rows', async (name, bytes) => {
    const summary = await bring(file(`${name}.dat`, bytes));
    expect(summary).toMatchObject({ format: '12345 热线工单', rows: 2, new: 2, refused: 0, refusedFile: null });
    expect(notes).toContain('未识别的列（已忽略）：坐席');
  });

  it('keeps the order number, and reads back what it stored', async () => {
    const row = await test.kernel.db
      .selectFrom('ingest_mentions')
      .selectAll()
      .where('external_id', '=', 'GD9')
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      source: 'hotline',
      source_type: 'hotline',
      order_number: 'GD9',
      title: '第9件',
      text: '第9件的内容，路灯不亮',
      history: false,
    });
    expect(row.published_at).toEqual(new Date('2026-02-23T09:05:00+08:00'));
  });

  it('reports broken rows and impossible dates with row numbers beside the file and takes the rest', async () => {
    const lines = rows(21, 22, 23, 24, 25);
    lines[1]![1] = '"没闭合';
    lines[2]![3] = '2028/1/1';
    lines[3]![3] = '昨晚八点';
    const path = file('broken.csv', csv(lines));
    const summary = await bring(path);
    expect(summary).toMatchObject({ rows: 5, new: 2, refused: 3, refusedFile: `${path}.refused.csv` });
    const refused = readFileSync(summary.refusedFile!, 'utf8').split('\r\n');
    expect(refused[0]).toBe(`\ufeff行号,原因,说明,${COLUMNS.join(',')},原始行`);
    expect(refused.slice(1, 4).map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      '3 行结构有误',
      '4 时间晚于当前时间一天以上，请核对年份或日月顺序',
      '5 时间无法识别',
    ]);
    expect(statSync(summary.refusedFile!).mode & 0o077).toBe(0);
  });

  it('counts the rows that state no date, and says so when no column could', async () => {
    const lines = rows(26, 27);
    lines[1]![3] = '';
    expect(await bring(file('undated.csv', csv(lines)))).toMatchObject({ new: 2, refused: 0, withoutDate: 1 });
    const bare = file('bare.csv', '编号,内容\r\nB1,路灯不亮三天了\r\nB2,井盖破损无人修');
    expect(await bring(bare)).toMatchObject({ new: 2, withoutDate: 2 });
    expect(notes.join()).toContain('没有找到时间列');
    expect(await bring(bare)).toMatchObject({ alreadyDone: true, withoutDate: 2 });
  });

  it('keeps the last of two rows with one number and says so', async () => {
    const [first, second] = [...rows(31), ...rows(31)];
    second![2] = '改过的内容，路灯修好了';
    expect(await bring(file('conflict.csv', csv([first!, ...rows(32), second!])))).toMatchObject({
      new: 2,
      updated: 1,
      conflicts: 1,
    });
    expect((await textsOf('hotline')).filter((text) => /改过的|第31件/.test(text))).toEqual(['改过的内容，路灯修好了']);
  });

  it('refuses rows it cannot decode and takes the rest', async () => {
    const good = Buffer.from(csv(rows(...Array.from({ length: 40 }, (_, n) => 4000 + n))));
    const bad = Buffer.concat([
      good,
      Buffer.from('\r\nGD4999,标题,坏'),
      Buffer.from([0xe5, 0x81]),
      Buffer.from(',2026/2/23,x\r\nGD4998,标题,好的内容啊,2026/2/23,x'),
    ]);
    expect(await bring(file('cut.csv', bad))).toMatchObject({ new: 41, refused: 1 });
  });

  it.each([
    ['没有正文列', Buffer.from('甲,乙\n1,2\n'), '文件中的列：甲、乙'],
    ['两列同义', Buffer.from('编号,内容,正文\n1,2,3\n'), '有两列对应同一项内容：内容、正文'],
    ['一列两次', Buffer.from('编号,内容,内容\n1,2,3\n'), '有两列对应同一项内容：内容、内容(2)'],
    ['JSON 没有正文', Buffer.from('{"id":"n1"}\n{"id":"n2"}\n'), '没有找到正文列'],
    ['空文件', Buffer.from(''), '文件是空的'],
    ['二进制', Buffer.concat([Buffer.from('x\0y'), Buffer.alloc(100)]), '二进制内容'],
    ['断开的JSON', Buffer.from('[{"id":"j1","text":"断开之前的内容"},{"id":'), 'JSON 没有结束'],
    ['旧版 xls', Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600)]), '旧版 .xls'],
    ['坏压缩包', Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(600)]), '已损坏'],
    ['坏订阅源', Buffer.from('<rss><channel>'), '没有写完'],
    [
      '炸弹',
      makeZip([
        { name: 'xl/workbook.xml', text: '<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>' },
        {
          name: 'xl/_rels/workbook.xml.rels',
          text: '<Relationships><Relationship Id="r1" Target="s.xml"/></Relationships>',
        },
        { name: 'xl/s.xml', text: `<worksheet><sheetData>${' '.repeat(20_000_000)}</sheetData></worksheet>` },
      ]),
      '压缩炸弹',
    ],
    ['不是工作簿', makeZip([{ name: 'a.txt', text: 'x' }]), '不是有效的 .xlsx'],
  ])('%s: the error a person needs', async (name, bytes, message) => {
    await expect(bring(file(`bad-${name}`, bytes))).rejects.toThrow(message);
  });

  it('keeps what stood before the damage', async () =>
    expect(await textsOf('file-bad-断开的JSON')).toContain('断开之前的内容'));
});

describe('import of other files', () => {
  it('waits for nothing that is no file', async () => {
    await expect(bring('/dev/zero')).rejects.toThrow('不是文件');
    await expect(bring(folder)).rejects.toThrow('不是文件');
  });

  it('does not judge JSON rows by the first one', async () => {
    const path = file('late.jsonl', Buffer.from('{"id":"k1"}\n{"id":"k2","text":"第二行才有正文"}\n'));
    expect(await bring(path, { source: 'late' })).toMatchObject({ rows: 2, new: 1, refused: 1 });
  });

  it('refuses a 50 MB line and takes the others', async () => {
    const path = join(folder, 'huge.jsonl');
    const out = openSync(path, 'w');
    writeSync(out, '{"id":"h1","text":"前面一条"}\n{"id":"h2","text":"');
    for (let n = 0; n < 50; n += 1) writeSync(out, 'x'.repeat(1024 * 1024));
    writeSync(out, '"}\n{"id":"h3","text":"后面一条"}\n');
    closeSync(out);
    expect(await bring(path, { source: 'huge' })).toMatchObject({ rows: 3, new: 2, refused: 1 });
    expect(statSync(`${path}.refused.jsonl`).size).toBeLessThan(5000);
  });

  it('reads dates of a workbook by style, rich text, several sheets, and leaves out Creators', async () => {
    const workbook = makeWorkbook([
      {
        name: 'Contents',
        rows: [
          ['note_id', 'content', 'create_time', 'liked_count', 'comments_count', 'note_url'],
          ['701', '暖气不热', { date: 46_076.5 }, '2', '1', 'https://m.weibo.cn/detail/701'],
        ],
      },
      {
        name: 'Comments',
        rows: [
          ['comment_id', 'note_id', 'content', 'create_time', 'comment_like_count'],
          ['801', '701', '我家也是', { date: 46_076 }, '1'],
        ],
      },
      {
        name: 'Creators',
        rows: [
          ['user_id', 'nickname', 'fans'],
          ['1', '不该出现的人', '9'],
        ],
      },
    ]);
    expect(await bring(file('weibo_search.xlsx', workbook))).toMatchObject({ new: 2, refused: 0 });
    const stored = await test.kernel.db
      .selectFrom('ingest_mentions')
      .select(['source', 'published_at'])
      .where('external_id', 'in', ['701', '801'])
      .orderBy('external_id')
      .execute();
    expect(stored).toEqual([
      { source: 'weibo', published_at: new Date('2026-02-23T12:00:00+08:00') },
      { source: 'weibo-comment', published_at: new Date('2026-02-23T00:00:00+08:00') },
    ]);
  });

  it('reads a feed file', async () => {
    const feed =
      '<rss><channel><item><guid>f1</guid><title>江城要闻</title><link>https://n.example.cn/1</link><pubDate>Mon, 23 Feb 2026 08:00:00 +0800</pubDate></item></channel></rss>';
    expect(await bring(file('feed.xml', feed), { source: 'daily', sourceType: 'news' })).toMatchObject({
      new: 1,
      format: 'RSS / Atom / JSON Feed',
    });
  });
});

describe('an interrupted import', () => {
  const lines = Array.from({ length: 2500 }, (_, n) =>
    JSON.stringify(n % 500 === 7 ? { id: `k${n}`, text: '' } : { id: `k${n}`, text: `第${n}条不同的内容` }),
  );

  it('goes on where it stood, without losing or doubling a row or a refusal', async () => {
    const path = file('long.jsonl', lines.join('\n'));
    let batches = 0;
    const dying: Pick<typeof test.kernel, 'transact' | 'time' | 'keys'> = {
      ...test.kernel,
      transact: async (work, options) => {
        if (batches++ === 2) throw new Error('killed');
        return test.kernel.transact(work, options);
      },
    };
    await expect(
      importFile(dying, { path, source: 'long', jurisdiction: '990100', historyDays: 7, actor }),
    ).rejects.toThrow('killed');
    writeFileSync(`${path}.refused.jsonl`, '{"half-written', { flag: 'a' });
    expect(await textsOf('long')).toHaveLength(998);
    expect(await bring(path, { source: 'long' })).toMatchObject({
      rows: 2500,
      new: 2495,
      refused: 5,
      alreadyDone: false,
    });
    expect(notes.join()).toContain('前 1000 行已导入');
    expect(
      readFileSync(`${path}.refused.jsonl`, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { row: number }).row),
    ).toEqual([8, 508, 1008, 1508, 2008]);
    expect(await textsOf('long')).toHaveLength(2495);
  });

  it('once finished, reports everything unchanged; --again reads it again', async () => {
    const path = join(folder, 'long.jsonl');
    expect(await bring(path, { source: 'long' })).toMatchObject({
      new: 0,
      unchanged: 2495,
      refused: 5,
      alreadyDone: true,
    });
    expect(await bring(path, { source: 'long', again: true })).toMatchObject({
      new: 0,
      unchanged: 2495,
      refused: 5,
      alreadyDone: false,
    });
    rmSync(`${path}.refused.jsonl`);
    expect((await bring(path, { source: 'long' })).refused).toBe(5);
    expect(existsSync(`${path}.refused.jsonl`)).toBe(true);
  });
});
