import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSettings } from '../config/settings.ts';
import { parseOptions } from './arguments.ts';
import { helpOf, runVerb, usageOf, withCommonOptions } from './common-options.ts';
import type { CliVerb } from './verb.ts';
import { VERBS } from './verbs.ts';

const env = { HUIYING_DATA: 'from-environment' };
const onData: Pick<CliVerb, 'usage' | 'reads'> = { usage: 'copy 文件 [--json]', reads: 'installation' };
const onRules: Pick<CliVerb, 'usage' | 'reads'> = { usage: 'rules', reads: 'settings' };

describe('the options every verb takes alike', () => {
  it.each([
    [['a.gz', '--data', 'city', '--json'], ['a.gz', '--json'], { HUIYING_DATA: 'city' }],
    [['--settings=my.yaml', 'a.gz'], ['a.gz'], { ...env, HUIYING_SETTINGS: 'my.yaml' }],
    [['--data', 'one', '--data=a=b'], [], { HUIYING_DATA: 'a=b' }],
    [['--data', '--json'], ['--data', '--json'], env],
    [['--data='], ['--data='], env],
    [['--', '--data', 'x'], ['--', '--data', 'x'], env],
  ])('%j leaves the verb %j', (argv, rest, seen) => {
    expect(withCommonOptions(onData, { argv, env })).toEqual({ argv: rest, env: seen });
  });

  it('are not taken from a verb that has no use for them', () => {
    const argv = ['--data', 'x', '--settings', 'y'];
    expect(withCommonOptions(onRules, { argv, env })).toMatchObject({ argv: ['--data', 'x'] });
    expect(withCommonOptions({ usage: 'alone' }, { argv, env })).toEqual({ argv, env });
  });

  it('stand at the end of the usage, and one without a value is named', () => {
    expect(usageOf(onData)).toBe('copy 文件 [--json] [--data 数据目录] [--settings 设置文件]');
    expect(() => parseOptions(onData, ['--settings'], {})).toThrow(
      `选项 --settings 缺少值\n用法：huiying ${usageOf(onData)}`,
    );
    expect(() => parseOptions(onData, ['--data='], {})).toThrow('选项 --data 缺少值');
    expect(() => parseOptions({ usage: 'alone' }, ['--data', 'x'], {})).toThrow('没有这个选项：--data');
  });
});

describe('the verbs', () => {
  const all = Object.entries(VERBS);
  it.each(all)('%s is described in Chinese', async (name, load) => {
    const { usage, summary } = await load();
    expect(usage.startsWith(name)).toBe(true);
    expect(usage, 'what an option takes is said in Chinese').not.toMatch(/(?<![\w-])[A-Z]+(?![\w-])/);
    expect(summary).toMatch(/\p{Script=Han}/u);
  });

  it.each(all)('%s says in its help what it takes, how it ends and how it is typed', async (name, load) => {
    const verb = await load();
    const help = helpOf(verb);
    expect(verb.details?.length).toBeGreaterThan(0);
    expect(verb.examples?.length).toBeGreaterThan(0);
    expect(help).toContain('退出码：0 ');
    for (const example of verb.examples ?? []) expect(example).toMatch(new RegExp(`(?:^|\\| )huiying ${name}\\b`));
    for (const [option] of verb.usage.matchAll(/--[\w-]+/g)) expect(help).toContain(option);
  });

  it('read the settings file that is named, wherever the environment points', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-settings-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'wrong.yaml'), 'HUIYING_WORKERS: many\n');
    for (const [name, load] of all) {
      const verb = await load();
      if (verb.reads === undefined) continue;
      const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
      stdin.end();
      const argv = [...(ARGUMENTS[name] ?? []), '--settings', 'wrong.yaml'];
      const run = runVerb(verb, { argv, env: { HUIYING_SETTINGS: 'none.yaml' }, cwd: folder, stdin, stdout, stderr });
      await expect(run, name).rejects.toThrow(/HUIYING_WORKERS .*“many”/);
    }
  });

  it('of a data folder take its setting from a file, too, and --data wins over it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-settings-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'city.yaml'), 'HUIYING_DATA: /srv/city\n');
    const read = (...argv: string[]) => {
      const context = withCommonOptions(onData, { argv: [...argv, '--settings', 'city.yaml'], env: {} });
      return readSettings(context.env, folder).dataFolder;
    };
    expect(read()).toBe('/srv/city');
    expect(read('--data', 'here')).toBe(join(folder, 'here'));
  });
});

const ARGUMENTS: Record<string, string[]> = {
  audit: ['verify'],
  backup: ['all.gz'],
  clock: ['--limit', '2wd', '--start', '2026-02-13'],
  feed: ['http://127.0.0.1:1/feed'],
  import: ['posts.jsonl'],
  level: ['--kind', 'fire'],
  parked: ['list'],
  republish: ['events', '--since', '2026-02-13T09:00:00+08:00'],
  restore: ['all.gz'],
  seals: ['destroyed.jsonl'],
};
