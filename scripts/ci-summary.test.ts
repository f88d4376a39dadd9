import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ROOT_FOLDER } from '../platform/runtime/assets.ts';

type Outcome = 'passed' | 'failed' | 'skipped' | 'todo';
/** Files of a run with their tests; 'broken' = the file did not load. */
type Run = Record<string, Record<string, Outcome> | 'broken'>;

const path = (file: string): string => join(ROOT_FOLDER, file);
const reportOf = (run: Run): string =>
  JSON.stringify({
    testResults: Object.entries(run).map(([file, tests]) => {
      const results = tests === 'broken' ? [] : Object.entries(tests);
      const fails = tests === 'broken' || results.some(([, outcome]) => outcome === 'failed');
      return {
        ...{
          name: path(file),
          status: fails ? 'failed' : 'passed',
          message: tests === 'broken' ? 'no such module' : '',
        },
        assertionResults: results.map(([fullName, status]) => ({ fullName, status, failureMessages: ['because'] })),
      };
    }),
  });

function ask(reports: Record<string, Run | string>, ...argv: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-ci-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, run] of Object.entries(reports))
    writeFileSync(join(folder, name), typeof run === 'string' ? run : reportOf(run));
  const args = argv.map((arg) => (arg.endsWith('.json') ? join(folder, arg) : arg));
  const { stdout, stderr } = spawnSync(process.execPath, [path('scripts/ci-summary.mjs'), ...args], {
    ...{ cwd: ROOT_FOLDER, encoding: 'utf8' },
  });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

const good: Run = { 'a.test.ts': { one: 'passed', two: 'skipped', three: 'todo' } };

describe('the closing lines of CI', () => {
  it('add the runs of both Node versions up', () => {
    expect(ask({ 'here.json': good, 'lts.json': good }, 'here.json', 'lts.json')).toEqual([
      '2 passed, 0 failed, 4 skipped',
    ]);
  });

  it('name a test that passed on the second look as unstable, and count it as passed once', () => {
    const here: Run = { ...good, 'b.test.ts': { late: 'failed', quick: 'passed' } };
    const again: Run = { 'b.test.ts': { late: 'passed', quick: 'passed' } };
    expect(ask({ 'here.json': here, 'here.again.json': again }, 'here.json')).toEqual([
      'UNSTABLE b.test.ts > late',
      '3 passed, 0 failed, 2 skipped',
    ]);
  });

  it('name what failed again, and what failed only then', () => {
    const here: Run = { 'b.test.ts': { late: 'failed', quick: 'passed', slow: 'failed' } };
    const again: Run = { 'b.test.ts': { late: 'failed', quick: 'failed', slow: 'passed' } };
    const lines = ask({ 'here.json': here, 'here.again.json': again }, 'here.json');
    expect(lines.filter((line) => line.startsWith('FAILED')).map((line) => line.split(': ')[1])).toEqual([
      'b.test.ts > late',
      'b.test.ts > quick',
    ]);
    expect(lines.slice(-2)).toEqual(['UNSTABLE b.test.ts > slow', '1 passed, 2 failed, 0 skipped']);
  });

  it('do not excuse what did not run at the second look', () => {
    const here: Run = { 'b.test.ts': { kills: 'failed', gone: 'failed', quick: 'passed' } };
    const again: Run = { 'b.test.ts': { kills: 'skipped', quick: 'passed' } };
    const lines = ask({ 'here.json': here, 'here.again.json': again }, 'here.json');
    expect(lines.filter((line) => line.startsWith('FAILED')).map((line) => line.split(': ')[1])).toEqual([
      'b.test.ts > kills',
      'b.test.ts > gone',
    ]);
    expect(lines.filter((line) => line.startsWith('UNSTABLE'))).toEqual([]);
    expect(lines.at(-1)).toBe('1 passed, 2 failed, 0 skipped');
  });

  it('count a file that did not load as one failure, and as unstable when it loaded later', () => {
    expect(ask({ 'here.json': { ...good, 'b.test.ts': 'broken' } }, 'here.json').slice(-2)).toEqual([
      'no such module',
      '1 passed, 1 failed, 2 skipped',
    ]);
    const reports = { 'here.json': { 'b.test.ts': 'broken' }, 'here.again.json': { 'b.test.ts': { one: 'passed' } } };
    expect(ask(reports as Record<string, Run>, 'here.json')).toEqual([
      'UNSTABLE b.test.ts > (the file itself)',
      '1 passed, 0 failed, 0 skipped',
    ]);
  });

  it('count an error outside of tests as a failure', () => {
    const lines = ask({ 'here.json': good, 'here.errors': 'Error: wild' }, 'here.json');
    expect(lines.slice(-2)).toEqual(['Error: wild', '1 passed, 1 failed, 2 skipped']);
  });

  it('count a run without a report as a failure', () => {
    expect(ask({ 'here.json': good }, 'here.json', 'lts.json').at(-1)).toBe('1 passed, 1 failed, 2 skipped');
  });
});

describe('files worth a second look', () => {
  const failing = (count: number): Run => ({
    ...good,
    ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}.test.ts`, { x: 'failed' as const }])),
  });
  it.each([
    [1, ['f0.test.ts']],
    [3, ['f0.test.ts', 'f1.test.ts', 'f2.test.ts']],
    [4, []],
    [0, []],
  ])('%i failed: %j', (count, files) => {
    const found = ask({ 'here.json': failing(count) }, '--again', 'here.json').filter((line) => line !== '');
    expect(found).toEqual(files.map(path));
  });

  it('are those that did not load, too, and none without a report', () => {
    expect(ask({ 'here.json': { 'b.test.ts': 'broken' } }, '--again', 'here.json')).toEqual([path('b.test.ts')]);
    expect(ask({}, '--again', 'here.json')).toEqual(['']);
  });
});
