import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectFile } from './inspect-file.ts';
import { openRows } from './open-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'huiying-mixed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = '工单编号,标题,诉求内容';
const LINES = ['GD1,路灯不亮,和平里小区路灯三天不亮', 'GD2,井盖破损,滨江大道井盖破损无人修', 'GD3,停水,锦绣家园停水'];

/** A file whose lines were saved in these encodings, and what becomes of each line. */
async function read(encodings: string[]): Promise<string[]> {
  const path = join(folder, 'file.csv');
  const lines = [HEAD, ...LINES].map((line, index) => iconv.encode(`${line}\r\n`, encodings[index]!));
  writeFileSync(path, Buffer.concat(lines));
  const told: string[] = [];
  for await (const item of openRows(await inspectFile(path)))
    told.push(item.kind === 'row' ? String((item.value as Record<string, unknown>)['标题']) : item.reason);
  return told;
}

describe('a file pasted together from two encodings', () => {
  it.each<[string, string[], string[]]>([
    ['all of UTF-8', ['utf8', 'utf8', 'utf8', 'utf8'], ['路灯不亮', '井盖破损', '停水']],
    ['all of GBK', ['gbk', 'gbk', 'gbk', 'gbk'], ['路灯不亮', '井盖破损', '停水']],
    ['one line of GBK in UTF-8', ['utf8', 'utf8', 'gbk', 'utf8'], ['路灯不亮', 'bad_encoding', '停水']],
    ['the last one', ['utf8', 'utf8', 'utf8', 'gbk'], ['路灯不亮', '井盖破损', 'bad_encoding']],
  ])(
    '%s: the lines that cannot be read are parked, the others are as they were',
    async (_name, encodings, expected) => {
      expect(await read(encodings)).toEqual(expected);
    },
  );
});
