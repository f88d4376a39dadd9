import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testEngines } from '../../tests/harness/engines.ts';
import { assetPath } from '../../platform/runtime/assets.ts';
import { createEngine } from './index.ts';
import { AlreadyRunning, lockFolder } from './run-lock.ts';
import { answers } from './server-process.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-engines-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the lock of a folder', () => {
  it('is held by one, and free afterwards', () => {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(AlreadyRunning);
    expect(() => lockFolder(folder)).toThrow(`engines already run here (pid ${process.pid})`);
    unlock();
    lockFolder(folder)();
  });

  it.each([
    ['a process that is gone', String(spawnSync('true').pid)],
    ['an earlier process of a pid that someone else has now', `${process.pid} 1`],
    ['nobody', ''],
  ])('is taken over from %s', (_, held) => {
    writeFileSync(join(folder, 'lock'), `${held}\n`);
    const unlock = lockFolder(folder);
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toMatch(`${process.pid} `);
    unlock();
  });
});

const program = ['--import', 'tsx', assetPath('tools', 'engines', 'run.ts'), '--only', 'redis', '--folder'];
const output = (child: ChildProcess, stream: 'stdout' | 'stderr'): (() => string) => {
  let said = '';
  child[stream]!.on('data', (data) => (said += String(data)));
  return () => said;
};

describe('two runs of the engines in one folder', async () => {
  const { missing } = await testEngines('redis');
  it.skipIf(missing !== null)(
    'are one: the second is refused and the first goes on',
    async () => {
      const first = spawn(process.execPath, [...program, folder]);
      const [out, err] = [output(first, 'stdout'), output(first, 'stderr')];
      await expect.poll(err, { timeout: 30_000 }).toContain('ready');
      const file = join(folder, 'env');
      expect(out()).toBe(`${file}\n`);
      const env = readFileSync(file, 'utf8');
      expect(out() + err()).not.toContain(/HUIYING_KEY='(\w+)'/.exec(env)![1]);
      const redis = new Redis(/REDIS_URL='(.+)'/.exec(env)![1]!, { retryStrategy: () => null });
      redis.on('error', () => undefined);
      await redis.set('mark', 'kept');

      const second = spawnSync(process.execPath, [...program, folder, '--fresh'], { encoding: 'utf8' });
      expect([second.status, second.stderr]).toEqual([
        2,
        expect.stringContaining(`already run here (pid ${first.pid})`),
      ]);
      expect([await redis.get('mark'), readFileSync(file, 'utf8')]).toEqual(['kept', env]);

      process.kill(Number(readFileSync(join(folder, 'redis', 'pid'), 'utf8')), 'SIGKILL');
      await expect.poll(err, { timeout: 10_000 }).toContain('redis has died');
      redis.disconnect();
      const ended = new Promise((resolve) => first.once('exit', resolve));
      first.kill('SIGINT');
      expect(await ended).toBe(0);
    },
    60_000,
  );

  it.skipIf(missing !== null)(
    'an engine whose port someone else answers does not start',
    async () => {
      const one = await createEngine('redis', join(folder, 'one'));
      const other = await createEngine('redis', join(folder, 'other'), one.port);
      await one.start();
      try {
        await expect(other.start()).rejects.toThrow(`port ${one.port} is already in use`);
        await other.stop();
        expect([one.running(), other.running()]).toEqual([true, false]);
      } finally {
        await one.remove();
      }
    },
    20_000,
  );
});

describe('a PostgreSQL on data that someone else serves', async () => {
  const { missing } = await testEngines('postgres');
  it.skipIf(missing !== null)(
    'does not start, and its stop leaves the other alone',
    async () => {
      const place = mkdtempSync(join(tmpdir(), 'huiying-engines-'));
      chmodSync(place, 0o711); // PostgreSQL's own account has to pass
      const one = await createEngine('postgres', place);
      const other = await createEngine('postgres', place);
      try {
        await one.start();
        await expect(other.start()).rejects.toThrow('already serves');
        await other.stop();
        await other.kill();
        expect([one.running(), await answers(one.port)]).toEqual([true, true]);
      } finally {
        await one.remove();
        rmSync(place, { recursive: true, force: true });
      }
    },
    60_000,
  );
});
