import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readInput, type Encodings } from './analyze-input.ts';
import { MAX_LINE, readLines } from './lines.ts';

/** Chinese of these tests as GB18030; the rest is ASCII. */
const CODES: Record<string, number> = { 停: 0xcda3, 水: 0xcbae, 编: 0xb1e0, 号: 0xbac5, 内: 0xc4da, 容: 0xc8dd };
const gb18030 = (text: string): Buffer =>
  Buffer.from([...text].flatMap((char) => (CODES[char] ? [CODES[char] >> 8, CODES[char] & 255] : char.charCodeAt(0))));
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** Reads the bytes in pieces of so many. @returns id and text of each row, or what is wrong */
async function read(input: string | Buffer, piece = 5) {
  const bytes = Buffer.from(input as string);
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, i) =>
    bytes.subarray(i * piece, (i + 1) * piece),
  );
  const encodings: Encodings = { first: new Map(), broken: [] };
  const rows: string[][] = [];
  for await (const item of readInput(Readable.from(pieces), encodings))
    rows.push(
      item.kind === 'row'
        ? [item.row.id, item.row.input.title, item.row.input.text]
        : [`${item.where}：${item.reason}`],
    );
  return { rows, encodings };
}

const TWO = [
  ['1', '', '停水'],
  ['2', '', '停水'],
];

describe('what stands on the standard input', () => {
  it.each([
    ['lines of JSON', '{"id":1,"text":"停水"}\n\n{"id":2,"body":"停水"}', []],
    ['lines of Windows, with a mark', '\ufeff{"编号":1,"内容":"停水"}\r\n{"编号":2,"内容":"停水"}\r\n', []],
    ['a JSON array on one line', '[{"id":1,"text":"停水"},{"id":2,"text":"停水"}]', []],
    ['a JSON array over many lines', '[\n  {\n"id":1,\n"text":"停水"},\n{"id":2,"text":"停水"}\n]\n', []],
    ['a list inside an object', '{\n "data": [{"id":1,"text":"停水"},{"id":2,"text":"停水"}]\n}', []],
    ['what Excel saves as CSV UTF-8', '\ufeff编号,内容\r\n1,停水\r\n2,"停水"', []],
    ['a table below its title', '停水台账,\r\n编号,内容\r\n1,停水\r\n2,停水\r\n', []],
    ['GB18030', gb18030('{"id":1,"text":"停水"}\r\n{"id":2,"text":"停水"}'), [['gb18030', 1]]],
    ['GB18030 as Excel saves it', gb18030('编号,内容\r\n1,停水\r\n2,停水\r\n'), [['gb18030', 1]]],
    [
      'UTF-8 and GB18030 put together',
      Buffer.concat([Buffer.from('{"id":1,"text":"停水"}\n'), gb18030('{"id":2,"text":"停水"}')]),
      [['gb18030', 2]],
    ],
    ['UTF-16', utf16('\ufeff{"id":1,"text":"停水"}\n{"id":2,"text":"停水"}'), [['utf-16le', 1]]],
    ['UTF-16 without a mark', utf16('{"id":1,"text":"停水"}\n{"id":2,"text":"停水"}'), [['utf-16le', 1]]],
    [
      'UTF-16 of the other order',
      utf16('\ufeff{"id":1,"text":"停水"}\n{"id":2,"text":"停水"}').swap16(),
      [['utf-16be', 1]],
    ],
    ['what Excel saves as Unicode text', utf16('\ufeff编号\t内容\r\n1\t停水\r\n2\t停水\r\n'), [['utf-16le', 1]]],
  ])('may be %s', async (_what, input, first) => {
    for (const piece of [1, 7, 4096]) {
      const { rows, encodings } = await read(input, piece);
      expect([rows, [...encodings.first], encodings.broken]).toEqual([TWO, first, []]);
    }
  });

  it('takes a line that could be either for what the lines before were', async () => {
    const cafe = '{"id":2,"text":"café"}';
    expect((await read(`{"id":1,"text":"停水"}\n${cafe}`)).rows.map((row) => row[2])).toEqual(['停水', 'café']);
    const old = await read(Buffer.concat([gb18030('{"id":1,"text":"停水"}\n'), Buffer.from(cafe)]));
    expect(old.rows.map((row) => row[2])).toEqual(['停水', 'caf茅']);
  });

  it('may be nothing', async () => expect((await read(' \n\n')).rows).toEqual([]));

  it.each([
    ['a table without ids', '标题,内容\n停水,三天', /^表头：缺少编号.*；输入应为每行一个 JSON 对象，或带表头的 CSV$/],
    ['a table without texts', '编号,单位\n1,水务局', /^表头：缺少标题和内容/],
    ['a bare text', '停水\n三天了', /^表头：缺少编号/],
    ['a workbook', Buffer.from('PK\u0003\u0004\u0000\u00ff\n\u00ff', 'latin1'), /^输入：这是 XLSX 工作簿，请另存为/],
    ['a list that breaks off', '[\n{"id":"1","text":"停水"},\n{"id":"2",', /^输入：第 1 条之后文件不完整/],
    ['a row of a table with too few cells', '编号,内容\n1,停水\n2', /^第 3 行：应有 2 列，实有 1 列$/],
  ])('is told to be %s', async (_what, input, words) => {
    const { rows, encodings } = await read(input);
    expect(rows.at(-1)![0]).toMatch(words);
    expect(encodings.broken).toEqual([]);
  });

  it('is known for lines of JSON though the first is a wrong one', async () => {
    expect((await read('oops\n[1]\n{"id":1,"text":"停水"}')).rows).toEqual([
      ['第 1 行：不是合法的 JSON 对象'],
      ['第 2 行：不是合法的 JSON 对象'],
      ['1', '', '停水'],
    ]);
  });

  it('keeps broken characters in sight, whatever else the bytes might be taken for', async () => {
    const cut = Buffer.concat([Buffer.from('{"id":2,"text":"停水'), Buffer.from([0xe5, 0xb0]), Buffer.from('"}')]);
    const western = Buffer.from('{"id":1,"text":"caf\u00e9"}\n', 'latin1');
    const { rows, encodings } = await read(Buffer.concat([western, cut]));
    expect(rows.map((row) => row[2])).toEqual(['caf\ufffd', '停水\ufffd']);
    expect(encodings.broken).toEqual([1, 2]);
  });
});

it('skips a line that is too long without holding it, and reads on', async () => {
  const parts = ['停水\n', ...Array.from({ length: 20 }, () => 'x'.repeat(MAX_LINE / 4)), '\n停', '电'];
  const lines: (string | null)[] = [];
  for await (const line of readLines(Readable.from(parts.map((part) => Buffer.from(part))))) lines.push(line.text);
  expect(lines).toEqual(['停水', null, '停电']);
});
