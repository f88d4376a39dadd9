import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { AppError } from '../platform/runtime/errors.ts';
import type { CliVerb } from './verb.ts';
import { verb as clock } from './clock.ts';
import { verb as level } from './level.ts';

async function run(verb: CliVerb, line: string): Promise<{ code: number; out: string }> {
  const [stdout, stderr, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const code = await verb.run({ argv: line.split(' '), env: {}, cwd: '/', stdin, stdout, stderr });
  return { code, out: String(stdout.read() ?? '') };
}
const json = async (verb: CliVerb, line: string) =>
  JSON.parse((await run(verb, `${line} --json`)).out) as Record<string, unknown>;
const refused = (verb: CliVerb, line: string) =>
  run(verb, line).then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : 'bug'),
  );

describe('huiying clock', () => {
  it.each([
    ['--limit 2wd --start 2026-02-13T16:00', '2026-02-24T17:30:00+08:00'],
    ['--limit 1wd --start 2026-09-18', '2026-09-20T17:30:00+08:00'],
    ['--limit 5wd --start 2026-09-30', '2026-10-13T17:30:00+08:00'],
    ['--limit 24h --start 2026-04-30T23:00', '2026-05-01T23:00:00+08:00'],
    ['--limit 24h --start 2026-04-30T15:00:00Z', '2026-05-01T23:00:00+08:00'],
    ['--rule N-01 --start 2026-02-16T22:30:00+08:00', '2026-02-17T03:30:00+08:00'],
    ['--rule N-02 --start 2026-04-30T23:00', '2026-05-01T23:00:00+08:00'],
    ['--rule N-16a --start 2026-03-02', '2026-03-30T17:30:00+08:00'],
    ['--rule L-03 --colour red --start 2026-03-07T02:00', '2026-03-07T02:15:00+08:00'],
  ])('%s → %s', async (line, due) => {
    expect((await json(clock, line))['due']).toBe(due);
  });

  it('names calendar, steps and source', async () => {
    const found = await json(clock, '--rule N-03 --start 2026-03-02');
    expect(found).toMatchObject({
      calendar: 'natural_hours',
      startPrecision: 'day',
      source: { doc: '国办发〔2016〕61号', grade: 'B' },
    });
    expect((await json(clock, '--limit 2wd --start 2026-02-13T16:00'))['steps']).toHaveLength(13);
  });

  it('explains in Chinese without --json', async () => {
    const { out } = await run(clock, '--limit 1wd --start 2026-09-18');
    expect(out).toContain('2026-09-20  1  周日，国庆节调休上班');
    expect((await run(clock, '--limit 5h --start 2026-02-16T22:30')).out).toContain('2026-02-17 03:30  300分钟  自然');
  });

  it.each([
    ['--limit 2wd', 'invalid_input'],
    ['--start 2026-03-01', 'invalid_input'],
    ['--limit 2wd --rule N-01 --start 2026-03-01', 'invalid_input'],
    ['--limit 2weeks --start 2026-03-01', 'invalid_input'],
    ['--limit 0h --start 2026-03-01', 'invalid_input'],
    ['--limit 2h --start 2026-02-30', 'invalid_input'],
    ['--limit 2h --start tomorrow', 'invalid_input'],
    ['--rule X-9 --start 2026-03-01', 'invalid_input'],
    ['--rule L-03 --start 2026-03-01', 'invalid_input'],
    ['--rule N-06 --start 2026-03-01', 'precondition_failed'],
    ['--limit 5wd --start 2026-12-30', 'precondition_failed'],
    ['--limit 1wd --start 2024-12-30', 'precondition_failed'],
    ['--colours red', 'invalid_input'],
  ])('refuses %s', async (line, code) => {
    expect(await refused(clock, line)).toBe(code);
  });
});

describe('huiying level', () => {
  it('gives level, possible, rule and source', async () => {
    expect(await json(level, '--kind work_safety --deaths 8-12')).toMatchObject({
      level: 'III',
      possible: 'II',
      rule: 'T-work-safety',
      source: { grade: 'A' },
    });
    expect(await json(level, '--kind work_safety --direct-loss 9999000')).toMatchObject({ level: 'IV' });
    expect(await json(level, '--kind fire --deaths 30+')).toMatchObject({ level: 'I', possible: null });
  });
  it('is done, not refused, when there is no level', async () => {
    const { code, out } = await run(level, '--kind food --poisoned 29 --deaths 0 --json');
    expect([code, (JSON.parse(out) as { level: unknown }).level]).toEqual([0, null]);
    expect(await json(level, '--kind mass_incident --participants 6000')).toMatchObject({
      level: null,
      reference: 'I',
    });
  });
  it('takes the Chinese name of a kind, and lists key and name of all when there is no such one', async () => {
    expect(await json(level, '--kind 道路交通事故 --deaths 3')).toEqual(await json(level, '--kind road --deaths 3'));
    await expect(run(level, '--kind 车祸')).rejects.toThrow('road（道路交通事故）');
  });
  it.each([
    ['--dead 3', '没有这个选项：--dead'],
    ['--kind', '选项 --kind 缺少值'],
    ['--kind fire --school=x', '选项 --school 不带值'],
    ['--kind fire 3', '多余的参数：3'],
  ])('answers %s in Chinese with the usage', async (line, what) => {
    await expect(run(level, line)).rejects.toThrow(`${what}\n用法：huiying level`);
  });
  it.each([
    '--deaths 3',
    '--kind nothing --deaths 3',
    '--kind fire --deaths many',
    '--kind fire --deaths 9-3',
    '--kind fire --dead 3',
  ])('refuses %s', async (line) => {
    expect(await refused(level, line)).toBe('invalid_input');
  });
});
