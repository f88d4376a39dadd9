import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisSettings } from '../../../config/engine-settings.ts';
import { createBullJobs } from '../../runtime/bull-jobs.ts';
import { silentLog, type Logger } from '../../runtime/log.ts';
import { systemTime } from '../../runtime/system-time.ts';
import { testEngines } from '../../../tests/harness/engines.ts';
import { createRedis, freePort, type Engine } from '../../../tools/engines/index.ts';
import { serverProcess } from '../../../tools/engines/server-process.ts';
import { redisJobsBackend } from '../jobs/redis-backend.ts';
import { checkRedis } from './check.ts';
import { endRedis, openRedis, pingRedis, redisOptions } from './connect.ts';

const { missing } = await testEngines('redis');
const within = { timeout: 30_000, interval: 50 };
const settingsOf = (url: string, more: Partial<RedisSettings> = {}): RedisSettings => ({
  ...{ url, tls: null, sentinel: null, prefix: 'hy' },
  ...more,
});

describe('a Redis URL', () => {
  it.each([
    ['redis://h', { host: 'h', port: 6379, db: 0 }],
    ['redis://h:7000/3', { host: 'h', port: 7000, db: 3 }],
    ['redis://:p%40ss@h', { password: 'p@ss', db: 0 }],
    ['redis://huiying:p%2Fw@h:1/0', { username: 'huiying', password: 'p/w' }],
    ['redis://[::1]:6380', { host: '::1', port: 6380 }],
  ])('%s', (url, expected) => expect(redisOptions(settingsOf(url))).toMatchObject(expected));
});

describe.skipIf(missing !== null)('a look at Redis before the start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-redis-'));
  const engines: Engine[] = [];
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const start = async (name: string, args: string[]): Promise<Engine> => {
    const engine = await createRedis({ folder: join(folder, name), args });
    engines.push(engine);
    await engine.start();
    return engine;
  };
  let port: number;
  let loose: Engine;

  beforeAll(async () => {
    const users = ['--user', 'right', 'on', '>right', '~hy:*', '&hy:*', '+@all', '-@dangerous', '+info', '+client'];
    const without = (name: string, ...rules: string[]): string[] => [
      '--user',
      name,
      'on',
      `>${name}`,
      '~hy:*',
      '&hy:*',
      '+@all',
      ...rules,
    ];
    const restricted = [
      ...without('noscripts', '-@scripting'),
      ...without('nohash', '-evalsha'),
      ...without('noblocking', '-bzpopmin'),
      ...without('nochannel', 'resetchannels'),
      ...without('noinfo', '-info'),
    ];
    const few = ['--user', 'few', 'on', '>few', '~other:*', '+@all'];
    ({ port } = await start('guarded', ['--requirepass', 'secret', ...users, ...few, ...restricted]));
    loose = await start('loose', ['--maxmemory-policy', 'allkeys-lru']);
  });
  afterAll(async () => {
    await Promise.all(engines.map((engine) => engine.remove()));
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['no password', () => `redis://127.0.0.1:${port}`, 'misconfigured', '账号和口令'],
    ['a wrong password', () => `redis://:wrong@127.0.0.1:${port}`, 'misconfigured', '账号和口令'],
    ['an unknown user', () => `redis://nobody:x@127.0.0.1:${port}`, 'misconfigured', '账号和口令'],
    ['keys of others only', () => `redis://few:few@127.0.0.1:${port}`, 'misconfigured', '权限不足.*加上 ~hy:\\*'],
    ['no scripts', () => `redis://noscripts:noscripts@127.0.0.1:${port}`, 'misconfigured', '加上 \\+eval（'],
    ['no scripts by hash', () => `redis://nohash:nohash@127.0.0.1:${port}`, 'misconfigured', '加上 \\+evalsha'],
    ['no blocking read', () => `redis://noblocking:noblocking@127.0.0.1:${port}`, 'misconfigured', '加上 \\+bzpopmin'],
    ['no channels', () => `redis://nochannel:nochannel@127.0.0.1:${port}`, 'misconfigured', '加上 &hy:\\*'],
    ['no INFO', () => `redis://noinfo:noinfo@127.0.0.1:${port}`, 'misconfigured', '加上 \\+info'],
    [
      'nobody at the address',
      () => 'redis://127.0.0.1:1',
      'unavailable',
      '连不上 Redis（127.0.0.1:1）.*redis://（明文）',
    ],
    ['an unknown host', () => 'redis://no-such-host.invalid', 'unavailable', '连不上 Redis'],
  ])('says what is wrong: %s', async (_name, url, code, words) => {
    const error = await checkRedis(settingsOf(url()), silentLog).then(
      () => null,
      (reason: Error) => reason,
    );
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) as string });
    expect(error!.message).not.toMatch(/wrong@|few@|secret/u);
  });

  it('lets in the owner and a user bound to our keys, with which jobs run', async () => {
    await checkRedis(settingsOf(`redis://:secret@127.0.0.1:${port}/1`), silentLog);
    const settings = settingsOf(`redis://right:right@127.0.0.1:${port}`);
    await checkRedis(settings, silentLog);
    const ran: unknown[] = [];
    const jobs = createBullJobs(redisJobsBackend(settings, silentLog), { time: systemTime, log: silentLog });
    jobs.define('hint', async (data) => void ran.push(data));
    await jobs.start();
    await jobs.schedule('hint', 'often', { everyMs: 200 }, 'tick');
    await jobs.runAt('hint', 'a', new Date(), 'once');
    await expect.poll(() => ran, within).toEqual(expect.arrayContaining(['tick', 'once']));
    await jobs.close();
  });

  it('warns of a Redis that forgets when its memory is full', async () => {
    const said: string[] = [];
    const log = { ...silentLog, warn: (_: object, text: string) => void said.push(text) } as unknown as Logger;
    await checkRedis(settingsOf(loose.env['REDIS_URL']!), log);
    expect(said).toEqual([expect.stringContaining('noeviction')]);
  });

  it('speaks TLS, and refuses a certificate of an unknown authority', async () => {
    openssl(...'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-ca -keyout ca.key -out ca.crt'.split(' '));
    openssl(...'req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout r.key -out r.csr'.split(' '));
    writeFileSync(join(folder, 'san'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
    openssl(
      ...'x509 -req -in r.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile san -out r.crt'.split(' '),
    );
    const tlsPort = await freePort();
    const files = ['--tls-cert-file', join(folder, 'r.crt'), '--tls-key-file', join(folder, 'r.key')];
    const more = ['--tls-ca-cert-file', join(folder, 'ca.crt'), '--tls-auth-clients', 'no'];
    const plain = await start('tls', ['--tls-port', String(tlsPort), ...files, ...more]);
    const ca = readFileSync(join(folder, 'ca.crt'), 'utf8');
    const url = `rediss://localhost:${tlsPort}`;
    await checkRedis(settingsOf(url, { tls: { ca, cert: null, key: null } }), silentLog);
    const unknown = { ca: null, cert: null, key: null };
    const tlsTrouble = { code: 'misconfigured', message: expect.stringContaining('TLS') as string };
    await expect(checkRedis(settingsOf(url, { tls: unknown }), silentLog)).rejects.toMatchObject(tlsTrouble);
    // Each at the other's port.
    const wrongPort = (words: string) => ({ code: 'misconfigured', message: expect.stringContaining(words) as string });
    const spoken = settingsOf(`rediss://localhost:${plain.port}`, { tls: { ca, cert: null, key: null } });
    await expect(checkRedis(spoken, silentLog)).rejects.toMatchObject(
      wrongPort('REDIS_URL 的 rediss:// 改为 redis://'),
    );
    const unspoken = settingsOf(`redis://localhost:${tlsPort}`);
    await expect(checkRedis(unspoken, silentLog)).rejects.toMatchObject(
      wrongPort('REDIS_URL 的 redis:// 改为 rediss://'),
    );
  });

  it('finds the master by sentinels, and the new one after a failover', async () => {
    const master = await start('master', []);
    const replica = await start('replica', ['--replicaof', '127.0.0.1', String(master.port)]);
    await untilReplicated(replica.env['REDIS_URL']!);
    const sentinel = await createSentinel(join(folder, 'sentinel'), master.port);
    engines.push(sentinel);
    await sentinel.start();
    const at = { hosts: [{ host: '127.0.0.1', port: sentinel.port }], name: 'hy', password: null };
    const settings = settingsOf('redis://placeholder', { sentinel: at });
    await expect.poll(() => checkRedis(settings, silentLog).then(() => 'found', String), within).toBe('found');
    const stranger = settingsOf('redis://placeholder', { sentinel: { ...at, name: 'other' } });
    await expect(checkRedis(stranger, silentLog)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('REDIS_SENTINEL_NAME') as string,
    });
    const redis = openRedis(settings, silentLog, { name: 'test', waits: false });
    await expect.poll(() => pingRedis(redis).then(() => 'up', String), within).toBe('up');
    await master.kill();
    await expect.poll(() => redis.set('hy:after', '1').catch(String), within).toBe('OK');
    const direct = openRedis(settingsOf(replica.env['REDIS_URL']!), silentLog, { name: 'look', waits: true });
    expect(await direct.get('hy:after')).toBe('1');
    endRedis(redis, direct);
  });
});

/** The sentinel finds a replica only after the replica has found its master. */
async function untilReplicated(url: string): Promise<void> {
  const replica = openRedis(settingsOf(url), silentLog, { name: 'look', waits: true });
  await expect.poll(() => replica.info('replication'), within).toContain('master_link_status:up');
  endRedis(replica);
}

/** The same program in its other mode, with a configuration that it may write. */
async function createSentinel(folder: string, master: number): Promise<Engine> {
  const port = await freePort();
  const conf = join(folder, 'sentinel.conf');
  mkdirSync(folder, { recursive: true });
  const watch = [`monitor hy 127.0.0.1 ${master} 1`, 'down-after-milliseconds hy 500', 'failover-timeout hy 3000'];
  writeFileSync(conf, watch.map((line) => `sentinel ${line}\n`).join(''));
  const args = [conf, '--sentinel', '--port', String(port), '--bind', '127.0.0.1'];
  return serverProcess({ name: 'redis', folder, port, env: {}, command: 'redis-server', args });
}
