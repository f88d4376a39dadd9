import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord, readCsv } from './csv.ts';
import { readJsonArray } from './json-array.ts';
import { readJsonLines } from './jsonl.ts';
import { linesOf } from './lines.ts';
import type { RowItem } from './row-item.ts';

async function* chunked(text: string, size = 7): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
const brief = (item: RowItem): string =>
  item.kind === 'row'
    ? `${item.row} ${Object.values(item.value).join('|')}`
    : `${item.row} ${item.reason} ${item.detail}`;

describe('lines', () => {
  it('are the same whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('甲', 'b', '\n', '\r\n', '"', ','), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        async (parts, size) => {
          const text = parts.join('');
          const lines = await all(linesOf(chunked(text, size)));
          expect(lines.map((line) => line.text)).toEqual(
            text
              .split('\n')
              .map((line) => line.replace(/\r$/, ''))
              .slice(0, text.endsWith('\n') || text === '' ? -1 : undefined),
          );
        },
      ),
    );
  });

  it('never hold more than the limit of an endless one', async () => {
    async function* endless(): AsyncGenerator<string> {
      for (let n = 0; n < 800; n += 1) yield 'x'.repeat(65_536);
      yield '\n{"ok":1}\n';
    }
    expect(
      (await all(linesOf(endless(), 1_000_000))).map((line) => [line.number, line.tooLong, line.text.length]),
    ).toEqual([
      [1, true, 200],
      [2, false, 8],
    ]);
  });
});

describe('CSV', () => {
  const read = async (text: string): Promise<string[]> => (await all(readCsv(chunked(text)))).map(brief);

  it('reads quotes, embedded lines and delimiters, with line numbers', async () => {
    expect(await read('编号,标题,内容\n1,甲,"一行\n二行, ""引"""\n2,乙,丙\n')).toEqual([
      '2 1|甲|一行\n二行, "引"',
      '4 2|乙|丙',
    ]);
  });
  it('passes over the title line of an office and knows tab and semicolon', async () => {
    expect(await read('江城市12345工单明细表,,\n编号,标题,内容\n1,甲,乙\n')).toEqual(['3 1|甲|乙']);
    expect(await read('编号\t内容\n1\t乙\n')).toEqual(['2 1|乙']);
    expect(await read('编号;内容\n1;乙\n')).toEqual(['2 1|乙']);
  });
  it('reports a broken row by its line and reads the rest', async () => {
    expect(await read('编号,内容\n1,"没有闭合\n2,好\n3,"闭合"了又写\n4,好,多一列\n5\n6,好\n')).toEqual([
      '2 broken_row 引号没有闭合',
      '3 2|好',
      '4 broken_row 引号位置有误',
      '5 broken_row 应有 2 列，实有 3 列',
      '6 broken_row 应有 2 列，实有 1 列',
      '7 6|好',
    ]);
  });
  it('reads back every record it could have been written from', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 6 }), (cells) => {
        const written = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
        expect(parseRecord(written, ',')).toEqual({ kind: 'cells', cells });
      }),
    );
  });
});

describe('JSON', () => {
  it('reports wrong lines and reads the rest', async () => {
    const text = '{"id":1}\n\n{"id":\n[1]\n{"id":2}';
    expect(
      (await all(readJsonLines(chunked(text)))).map(
        (item) => `${item.row} ${item.kind === 'row' ? 'ok' : item.reason}`,
      ),
    ).toEqual(['1 ok', '3 broken_row', '4 not_an_object', '5 ok']);
  });
  it('keeps every digit of a long id, refuses what no export nests so deep, and quotes nothing in an error', async () => {
    const deep = `{"id":"d","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const text = [
      '{"id":12345678901234567890123,"n":9007199254740991,"t":"1234567890123456789\\""}',
      deep,
      '{"id": 电话13800138000}',
    ];
    const found = await all(readJsonLines(chunked(text.join('\n'), 50_000)));
    expect(found[0]).toMatchObject({
      value: { id: '12345678901234567890123', n: Number.MAX_SAFE_INTEGER, t: '1234567890123456789"' },
    });
    expect(found[1]).toMatchObject({ kind: 'broken', detail: 'JSON 嵌套过深' });
    expect(found[2]).toMatchObject({ kind: 'broken', detail: expect.not.stringContaining('138') as string });
  });
  it('finds the list in vendor envelopes and gives its elements one by one', async () => {
    const items = [
      { id: 1, text: 'a]},"[{' },
      { id: 2, nested: [{ x: [1] }] },
    ];
    for (const document of [items, { total: 2, icclist: items }, { code: 0, data: { list: items } }, { data: items }]) {
      for (const size of [1, 5, 1000]) {
        const found = await all(readJsonArray(chunked(JSON.stringify(document, null, size === 5 ? 2 : 0), size)));
        expect(found.map((item) => item.kind === 'row' && item.value)).toEqual(items);
      }
    }
  });
  it('says where a document breaks off', async () => {
    await expect(all(readJsonArray(chunked('[{"id":1},{"id":2}')))).rejects.toThrow('第 1 条之后文件不完整');
    await expect(all(readJsonArray(chunked('{"x":1}')))).rejects.toThrow('没有找到数据列表');
  });
});
