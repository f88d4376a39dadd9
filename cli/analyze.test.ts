import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { analysisSchema, type Analysis } from '../analyzer/messages.ts';
import { shippedConfigFolder } from '../config/load.ts';
import { verb } from './analyze.ts';

async function run(lines: (string | Buffer)[], argv: string[] = [], env: Record<string, string> = {}) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, err] = [collect(stdout), collect(stderr)];
  const stdin = Readable.from(lines.flatMap((line, i) => [Buffer.from(i > 0 ? '\n' : ''), Buffer.from(line)]));
  const code = await verb.run({ argv, env, cwd: '/', stdin, stdout, stderr });
  stdout.end();
  stderr.end();
  const rows = (await out).split('\n').filter((line) => line !== '');
  return { code, rows: rows.map((line) => JSON.parse(line) as Analysis & { id: string }), err: await err };
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
      '{"id":"4","title":"停水","text":["积水"]}',
    ]);
    expect(code).toBe(1);
    expect(rows.map((row) => row.id)).toEqual(['1', '3']);
    expect(err).toContain('第 2 行：不是合法的 JSON');
    expect(err).toContain('第 4 行：缺少编号');
    expect(err).toContain('第 5 行：缺少标题和内容');
    expect(err).toContain('第 7 行：“text”不是文字');
    expect(err).toContain('共 5 行');
  });

  it('names rows that bear the id of an earlier one, and analyses them all the same', async () => {
    const { code, rows, err } = await run([
      '{"id":"w1","text":"小区停水三天"}',
      '{"id":"w2","text":"路灯不亮"}',
      '{"id":"w1","text":"小区停电三天"}',
    ]);
    expect([code, rows.map(({ id }) => id)]).toEqual([0, ['w1', 'w2', 'w1']]);
    expect(err).toContain('第 3 行：编号“w1”与第 1 行重复，两条均已分析');
    expect(err).toContain('共 1 行的编号与前面的重复');
    expect((await run(['{"id":"w1","text":"小区停水三天"}'])).err).toBe('');
  });

  it('says when there was nothing to analyse', async () => {
    expect(await run([])).toEqual({ code: 0, rows: [], err: '输入中没有信息。\n' });
  });

  it('reads a file of an older machine, and says so once', async () => {
    const gbk = Buffer.from([0xb3, 0xc7, 0xb6, 0xab, 0xcd, 0xa3, 0xcb, 0xae]); // 城东停水
    const line = (id: string) => Buffer.concat([Buffer.from(`{"id":"${id}","text":"`), gbk, Buffer.from('"}\r')]);
    const { code, rows, err } = await run([line('0'), line('1')]);
    expect([code, rows.map((row) => [row.id, row.topic.primary])]).toEqual([
      0,
      [
        ['0', 'utilities'],
        ['1', 'utilities'],
      ],
    ]);
    expect(err).toBe('输入（自第 1 行起）是 GB18030（GBK）编码，已按该编码读取。\n');
  });

  it('answers broken and empty texts only with a call for a person, names their lines and fails', async () => {
    const { code, rows, err } = await run([
      '{"id":"0","text":"滨江区阳光小区停水三天没人管"}',
      Buffer.from('{"id":"1","text":"caf\u00e9 \u00ff"}', 'latin1'),
      Buffer.concat([Buffer.from('{"id":"2","text":"停水'), Buffer.from([0xe5, 0xb0]), Buffer.from('"}')]),
      '{"id":"3","text":"停\ufffd水"}',
      '{"id":"4","title":" ","text":"\u200b"}',
      '{"id":"5","text":"????????"}',
    ]);
    expect(code).toBe(1);
    expect(rows.map((row) => [row.id, row.needsPerson, row.needsPersonWhy?.[0]])).toEqual([
      ['0', false, undefined],
      ...['1', '2', '3'].map((id) => [id, true, '文字含无法识别的字符，请核对原文']),
      ['4', true, '没有可读的文字'],
      ['5', true, '文字疑似乱码，请核对原文'],
    ]);
    for (const line of [2, 3, 4, 5, 6]) expect(err).toContain(`第 ${line} 行：`);
    expect(err).toContain('第 2、3 行（共 2 行）既不是 UTF-8 也不是 GB18030（GBK）编码');
    expect(err).toContain('共 5 行的文字无法可靠识别');
  });

  it('answers ten thousand rows, each once and in order', async () => {
    const { code, rows } = await run([
      Array.from({ length: 10_000 }, (_, i) => `{"id":${i},"text":"停水"}`).join('\r\n'),
    ]);
    expect([code, rows.length, rows.every((row, i) => row.id === String(i))]).toEqual([0, 10_000, true]);
  }, 60_000);

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
