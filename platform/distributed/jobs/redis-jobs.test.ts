import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RedisSettings } from '../../../config/engine-settings.ts';
import { jobsContract } from '../../ports/jobs.contract.ts';
import type { Jobs } from '../../ports/jobs.ts';
import { createBullJobs } from '../../runtime/bull-jobs.ts';
import { silentLog, type Logger } from '../../runtime/log.ts';
import { systemTime } from '../../runtime/system-time.ts';
import { testEngines } from '../../../tests/harness/engines.ts';
import { createRedis, type Engine } from '../../../tools/engines/index.ts';
import { openRedis, endRedis } from '../redis/connect.ts';
import { redisJobsBackend } from './redis-backend.ts';

const engines = await testEngines('redis');
const within = { timeout: 20_000, interval: 20 };
let count = 0;
const settingsOf = (url: string): RedisSettings => ({
  ...{ url, tls: null, sentinel: null },
  prefix: `test-${process.pid}-${++count}`,
});
const openOn = (settings: RedisSettings): Jobs =>
  createBullJobs(redisJobsBackend(settings, silentLog), { time: systemTime, log: silentLog });

describe.skipIf(engines.missing !== null)('with Redis', () => {
  jobsContract('BullMQ on Redis', async () => {
    const settings = settingsOf(engines.env['REDIS_URL']!);
    return {
      time: systemTime,
      open: async () => openOn(settings),
      pass: (ms) => systemTime.sleep(ms),
      close: async () => {
        const redis = openRedis(settings, silentLog, { name: 'sweep', waits: true });
        const keys = await redis.keys(`${settings.prefix}:*`);
        expect(keys.every((key) => key.startsWith(`${settings.prefix}:jobs:`))).toBe(true);
        await redis.del(...keys, 'none');
        endRedis(redis);
      },
    };
  });
});

describe.skipIf(engines.missing !== null)('jobs on a Redis of their own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-jobs-'));
  let redis: Engine;
  let settings: RedisSettings;
  const open: Jobs[] = [];
  const start = async (define: (jobs: Jobs) => void): Promise<Jobs> => {
    const jobs = openOn(settings);
    open.push(jobs);
    define(jobs);
    await jobs.start();
    return jobs;
  };
  const accepts = (jobs: Jobs, id: string): Promise<boolean> =>
    jobs.runAt('hint', id, new Date(), id).then(
      () => true,
      () => false,
    );

  beforeAll(async () => {
    // No persistence: after a kill it comes back empty.
    redis = await createRedis({ folder, args: ['--appendonly', 'no'] });
    await redis.start();
    settings = settingsOf(redis.env['REDIS_URL']!);
  });
  afterEach(async () => {
    redis.thaw();
    await redis.start();
    await Promise.all(open.splice(0).map((jobs) => jobs.close()));
    const admin = openRedis(settings, silentLog, { name: 'sweep', waits: true });
    await admin.flushall();
    endRedis(admin);
  });
  afterAll(async () => {
    await redis.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('come back by themselves when Redis was killed and starts empty', async () => {
    const ran: unknown[] = [];
    let ticks = 0;
    const jobs = await start((jobs) => {
      jobs.define('hint', async (data) => void ran.push(data));
      jobs.define('sweep', async () => void ticks++);
    });
    await jobs.schedule('sweep', 'often', { everyMs: 100 });
    await expect.poll(() => ticks, within).toBeGreaterThan(2);
    await redis.kill();
    await expect.poll(() => accepts(jobs, 'lost'), within).toBe(false);
    const away = ticks;
    // Nobody waits for Redis to sweep its rows.
    await expect.poll(() => ticks, within).toBeGreaterThan(away);
    await redis.start();
    await expect.poll(() => accepts(jobs, 'back'), within).toBe(true);
    await expect.poll(() => ran, within).toContain('back');
    const back = ticks;
    await expect.poll(() => ticks, within).toBeGreaterThan(back + 10);
  });

  it('refuse a hint while Redis is away, instead of keeping the caller', async () => {
    const jobs = await start((jobs) => jobs.define('hint', async () => undefined));
    expect(await accepts(jobs, 'before')).toBe(true);
    redis.freeze(); // connected, yet silent: the worst kind
    const refused = jobs.runAt('hint', 'silent', new Date());
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' });
    await expect(jobs.cancel('hint', 'silent')).rejects.toMatchObject({ code: 'unavailable' });
    // A schedule is wanted from now on; it is made when Redis is back.
    await jobs.schedule('hint', 'later', { everyMs: 60_000 });
    redis.thaw();
    await expect.poll(() => accepts(jobs, 'after'), within).toBe(true);
  });

  it('take it for an outage, not for a fault, when the connection gives up before we do', async () => {
    // A start on a loaded machine schedules its jobs: whichever clock runs out first, it must not end the process.
    const patient = { ...redisJobsBackend(settings, silentLog), limitMs: 30_000 };
    const jobs = createBullJobs(patient, { time: systemTime, log: silentLog });
    open.push(jobs);
    jobs.define('hint', async () => undefined);
    await jobs.start();
    expect(await accepts(jobs, 'before')).toBe(true);
    redis.freeze();
    await expect(jobs.runAt('hint', 'silent', new Date())).rejects.toMatchObject({ code: 'unavailable' });
    await jobs.schedule('hint', 'later', { everyMs: 60_000 });
  });

  it('go on sweeping when the account loses its right to scripts, and say which rule it lacks', async () => {
    const admin = openRedis(settings, silentLog, { name: 'rights', waits: true });
    const account = (...rules: string[]) => admin.call('ACL', 'SETUSER', 'worker', ...rules);
    await account('on', '>w', `~${settings.prefix}:*`, '&*', '+@all');
    const said: string[] = [];
    const log = { ...silentLog, error: (_: object, text: string) => void said.push(text) } as unknown as Logger;
    const own = { ...settings, url: `redis://worker:w@127.0.0.1:${redis.port}` };
    const jobs = createBullJobs(redisJobsBackend(own, log), { time: systemTime, log });
    open.push(jobs);
    let ticks = 0;
    jobs.define('sweep', async () => void ticks++);
    await jobs.start();
    await jobs.schedule('sweep', 'often', { everyMs: 100 });
    await expect.poll(() => ticks, within).toBeGreaterThan(2);
    await account('-@scripting');
    await expect
      .poll(() => said, within)
      .toEqual([expect.stringMatching(/缺少权限 \+eval(sha)?，定时任务改由各进程自行执行/)]);
    await admin.del(`${own.prefix}:jobs:sweep:repeat`, `${own.prefix}:jobs:sweep:repeat:often`);
    const refused = ticks;
    await expect.poll(() => ticks, within).toBeGreaterThan(refused + 2);
    await account('+@all');
    const allowed = ticks;
    await expect.poll(() => ticks, within).toBeGreaterThan(allowed + 10);
    endRedis(admin);
  });

  it('make their schedules again after a flush', async () => {
    let ticks = 0;
    const jobs = await start((jobs) => jobs.define('sweep', async () => void ticks++));
    await jobs.schedule('sweep', 'often', { everyMs: 100 });
    await jobs.schedule('sweep', 'gone', { everyMs: 100 });
    await jobs.unschedule('sweep', 'gone');
    await expect.poll(() => ticks, within).toBeGreaterThan(2);
    const admin = openRedis(settings, silentLog, { name: 'flush', waits: true });
    await admin.flushall();
    const key = `${settings.prefix}:jobs:sweep:repeat`;
    await expect.poll(() => admin.zrange(key, '0', '-1'), within).toEqual(['often']);
    endRedis(admin);
    const flushed = ticks;
    await expect.poll(() => ticks, within).toBeGreaterThan(flushed + 10);
  });

  it('run a job that came due during a broken connection soon after it is mended', async () => {
    const ran: unknown[] = [];
    const jobs = await start((jobs) => jobs.define('hint', async (data) => void ran.push(data)));
    await jobs.runAt('hint', 'a', new Date(Date.now() + 600), 'due in the gap');
    const admin = openRedis(settings, silentLog, { name: 'cut', waits: true });
    await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    endRedis(admin);
    await expect.poll(() => ran, { timeout: 8_000, interval: 20 }).toEqual(['due in the gap']);
  });

  it('take up the job of a worker that vanished in the middle', async () => {
    const ran: string[] = [];
    const lost = openOn(settings);
    let release = (): void => undefined;
    lost.define('hint', () => new Promise<void>((resolve) => (release = resolve)));
    await lost.start();
    await lost.runAt('hint', 'a', new Date());
    const admin = openRedis(settings, silentLog, { name: 'look', waits: true });
    const lock = `${settings.prefix}:jobs:hint:j-a:lock`;
    await expect.poll(() => admin.exists(lock), within).toBe(1);
    // What a killed process leaves: a job under way whose lock nobody renews.
    await admin.set(lock, 'a dead worker', 'PX', 500);
    await start((jobs) => jobs.define('hint', async (_data, { id }) => void ran.push(id)));
    await expect.poll(() => ran, within).toEqual(['a']);
    release();
    await lost.close();
    endRedis(admin);
  });

  it('close in time while Redis is away', async () => {
    const jobs = openOn(settings);
    jobs.define('hint', async () => undefined);
    await jobs.start();
    await jobs.schedule('hint', 'often', { everyMs: 100 });
    await redis.kill();
    await expect.poll(() => accepts(jobs, 'lost'), within).toBe(false);
    await jobs.close();
    await expect(jobs.runAt('hint', 'a', new Date())).rejects.toThrow();
  });
});
