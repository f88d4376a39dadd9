import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { analysisSchema } from '../analyzer/messages.ts';
import { shippedConfigFolder } from '../config/load.ts';
import { verb } from './analyze.ts';
import { MAX_LINE, readLines } from './lines.ts';

/** 城东 as GBK. */
const GBK = Buffer.from([0xb3, 0xc7, 0xb6, 0xab]);

async function run(lines: (string | Buffer)[], argv: string[] = [], env: Record<string, string> = {}) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, err] = [collect(stdout), collect(stderr)];
  const stdin = Readable.from(lines.flatMap((line, i) => [Buffer.from(i > 0 ? '\n' : ''), Buffer.from(line)]));
  const code = await verb.run({ argv, env, cwd: '/', stdin, stdout, stderr });
  stdout.end();
  stderr.end();
  const rows = (await out).split('\n').filter((line) => line !== '');
  return { code, rows: rows.map((line) => JSON.parse(line) as { id: string }), err: await err };
}
async function collect(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

describe('huiying analyze', () => {
  it('answers every row in order with its own id as a string, by whatever name the columns go', async () => {
    const { code, rows } = await run([
      '\ufeff{"id": 7, "text": "小区停水三天"}',
      '{"留言编号": "A-1", "留言主题": "路灯", "留言详情": "城东区路灯坏了没人修"}',
      '',
      '{"工单编号": 20260224000000000123, "内容": "堵路，请通知车主挪车"}\r',
      ...Array.from({ length: 300 }, (_, i) => `{"id":"r${i}","text":"第${i}号井盖丢失"}`),
    ]);
    expect(code).toBe(0);
    expect(rows.map((row) => row.id)).toEqual([
      '7',
      'A-1',
      '20260224000000000123',
      ...Array.from({ length: 300 }, (_, i) => `r${i}`),
    ]);
    for (const row of rows.slice(0, 4)) expect(analysisSchema.parse(row)).toBeTruthy();
  });

  it('names each bad line and still analyses the others', async () => {
    const { code, rows, err } = await run([
      '{"id":"1","text":"停电"}',
      '{oops',
      '[1]',
      '{"text":"没有编号"}',
      '{"id":"2"}',
      '{"id":"3","text":"积水"}',
    ]);
    expect(code).toBe(1);
    expect(rows.map((row) => row.id)).toEqual(['1', '3']);
    expect(err).toContain('第 2 行：不是合法的 JSON');
    expect(err).toContain('第 4 行：缺少编号');
    expect(err).toContain('第 5 行：缺少标题和内容');
    expect(err).toContain('共 4 行');
  });

  it('analyses what it can read of a file that is no UTF-8, and says so once', async () => {
    const gbk = (id: string) => Buffer.concat([Buffer.from(`{"id":"${id}","text":"`), GBK, Buffer.from('"}')]);
    const { code, rows, err } = await run(['{"id":"0","text":"停水"}', gbk('1'), gbk('2')]);
    expect([code, rows.map((row) => row.id)]).toEqual([0, ['0', '1', '2']]);
    expect(err).toBe(
      '有 2 行含有无法识别的字符（首见第 2 行），已照可识别的部分分析；输入若不是 UTF-8 编码，请转换后重新分析。\n',
    );
  });

  it('tells what a thread could not load as a sentence', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-analyze-'));
    cpSync(shippedConfigFolder(), folder, { recursive: true });
    rmSync(join(folder, 'dictionaries', 'user.dict'));
    const lost = run(['{"id":"0","text":"停水"}'], [], { HUIYING_CONFIG: folder });
    await expect(lost).rejects.toMatchObject({ code: 'misconfigured', message: expect.stringMatching(/^分词词典/) });
    rmSync(folder, { recursive: true, force: true });
  });

  it('refuses arguments it does not know', async () => {
    await expect(run([], ['--loud'])).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(run([], ['file.jsonl'])).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(run([], ['--workers', '0'])).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

it('skips a line that is too long without holding it, and reads on', async () => {
  const parts = ['停水\n', ...Array.from({ length: 5 }, () => 'x'.repeat(MAX_LINE / 4)), '\n停', '电'];
  const lines: (string | null)[] = [];
  for await (const line of readLines(Readable.from(parts.map((part) => Buffer.from(part))))) lines.push(line.text);
  expect(lines).toEqual(['停水', null, '停电']);
});
