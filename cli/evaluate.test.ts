import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verb } from './evaluate.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'huiying-evaluate-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...argv: string[]) {
  const stdout = new PassThrough();
  const context = { env: {}, cwd: folder, stdin: Readable.from([]), stdout, stderr: new PassThrough() };
  const code = await verb.run({ argv, ...context });
  stdout.end();
  let out = '';
  for await (const chunk of stdout) out += String(chunk);
  return { code, out };
}
const file = (name: string, lines: string[]): void =>
  writeFileSync(join(folder, name), `\ufeff${lines.join('\r\n')}\n`);
const row = (kind: unknown, title: string, body: string): string => JSON.stringify({ kind, title, body });

const KNOWN = [
  ['供水', '停水三天', '小区自来水停了'],
  ['供水', '水压不足', '高层用不上自来水'],
  ['供水', '', '水管爆裂停水'],
  ['交通', '公交晚点', '等公交一小时'],
  ['交通', '地铁拥堵', '早高峰地铁站进不去'],
  ['交通', '', '公交车甩站不停'],
].map(([kind, title, body]) => row(kind, title!, body!));
const labels = ['labels', '--train', 'train.jsonl', '--test', 'test.jsonl', '--label', 'kind', '--text'];

describe('huiying evaluate labels', () => {
  it('prints one object, with the labels as they stand in the files', async () => {
    file('train.jsonl', [...KNOWN, '']);
    file('test.jsonl', [row('供水', '家里停水', ''), row('交通', '公交又晚点', ''), row(7, '没人见过的标签', '')]);
    const { code, out } = await run(...labels, 'title,body', '--json');
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(1);
    const measured = JSON.parse(out);
    expect(measured).toMatchObject({ accuracy: 2 / 3, perClass: { 7: { f1: 0 }, 供水: { rows: 1, recall: 1 } } });
    expect(Object.keys(measured)).toEqual(expect.arrayContaining(['macroF1', 'accuracy', 'top3', 'perClass']));
    expect((await run(...labels, 'title,body')).out).toContain('宏平均 F1');
  });

  it.each<[string, string[], string]>([
    ['a line that is no object', ['[1]'], 'bad.jsonl 第 1 行：不是 JSON 对象'],
    ['a row without its label', [KNOWN[0]!, '{"title":"x"}'], 'bad.jsonl 第 2 行：没有标签字段 kind'],
    ['a row without any text field', ['{"kind":"a"}'], 'bad.jsonl 第 1 行：没有文本字段 title、body'],
    ['a label that is no text', ['{"kind":true,"title":"x"}'], 'bad.jsonl 第 1 行：标签字段 kind 应为文字或数字'],
    ['one label only', KNOWN.slice(0, 3), '至少要有两种标签'],
    ['nothing at all', [], 'bad.jsonl 中没有数据行'],
  ])('refuses %s by file and line', async (_name, lines, message) => {
    file('bad.jsonl', lines);
    await expect(run(...labels.with(2, 'bad.jsonl'), 'title,body')).rejects.toThrow(message);
  });

  it('refuses a missing file and a wrong use', async () => {
    await expect(run(...labels.with(2, 'nowhere.jsonl'), 'title')).rejects.toThrow('没有这个文件：nowhere.jsonl');
    await expect(run(...labels.with(2, '.'), 'title')).rejects.toThrow('不是可读取的文件：.');
    await expect(run('labels', '--train', 'train.jsonl')).rejects.toThrow('须给出');
    await expect(run('levels')).rejects.toThrow('labels');
  });
});

describe('huiying evaluate sets', () => {
  const sets = async (corpus: string | undefined, ...argv: string[]) => {
    const stdout = new PassThrough();
    const context = { env: { HUIYING_CORPUS: corpus }, cwd: folder, stdin: Readable.from([]), stdout };
    await verb.run({ argv: ['sets', ...argv], ...context, stderr: new PassThrough() });
    stdout.end();
    let out = '';
    for await (const chunk of stdout) out += String(chunk);
    return out;
  };
  const matters = { 供水: ['停水', '水压低', '水管爆裂'], 交通: ['公交晚点', '地铁拥堵', '红绿灯坏了'] };
  const invented = Object.entries(matters).flatMap(([label, words]) =>
    Array.from({ length: 30 }, (_, n) =>
      JSON.stringify({ label, title: '', body: `第${n}次反映${words[n % 3]}`, group: `${label}${n}` }),
    ),
  );

  it('leaves part 0 alone while developing, and tells the split and what was mistaken', async () => {
    mkdirSync(join(folder, 'teddy-c'), { recursive: true });
    file('teddy-c/train.jsonl', invented);
    const once = JSON.parse(await sets(folder, 'teddy-c', '--final', '--json'));
    const development = JSON.parse(await sets(folder, 'teddy-c', '--json'));
    expect(once.trained + once.tested).toBe(60);
    expect(development.trained + development.tested + once.tested).toBe(60);
    expect(once.split).toContain('part 0');
    expect(once.accuracy).toBe(1);
    expect(await sets(folder, 'teddy-c')).toContain('其余须人工判断');
  });
  it('needs the corpus and a known set', async () => {
    await expect(sets(undefined)).rejects.toThrow('HUIYING_CORPUS');
    await expect(sets(folder, 'nothing')).rejects.toThrow('没有这个数据集：nothing');
  });
});
