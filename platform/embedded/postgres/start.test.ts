import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../runtime/log.ts';
import { belongsTo, readPostmaster } from './postmaster.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './start.ts';

/** Killing processes loses nothing that was written, so only a power cut would need the disk's word. */
const NO_WAITING = { fsync: 'off' };
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const asRoot = process.getuid?.() === 0;
/** A data folder that has been used and stopped cleanly; most tests begin with a copy of it. */
let used: string;
let base: string;
let dataFolder: string;
let servers: EmbeddedPostgres[];
let cleanUps: (() => void)[];

beforeAll(async () => {
  used = mkdtempSync(join(tmpdir(), 'huiying-launcher-used-'));
  chmodSync(used, 0o711);
  await (await startEmbeddedPostgres({ dataFolder: used, log: silentLog, settings: NO_WAITING })).stop();
});
afterAll(() => rmSync(used, { recursive: true, force: true }));

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'huiying-launcher-'));
  chmodSync(base, 0o711);
  dataFolder = join(base, 'data');
  servers = [];
  cleanUps = [];
});
afterEach(async () => {
  for (const cleanUp of cleanUps) cleanUp();
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(base, { recursive: true, force: true });
});

const cluster = (): string => join(dataFolder, 'postgres', 'cluster');
const beginUsed = (): void => void execFileSync('cp', ['-a', used, dataFolder]);
const start = async (settings: Record<string, string> = NO_WAITING): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ dataFolder, settings, log: silentLog, varFolder: join(base, 'var') });
  servers.push(server);
  return server;
};
async function query<R>(server: EmbeddedPostgres, text: string, as: 'ownerConfig' | 'appConfig' = 'ownerConfig') {
  const client = new pg.Client(server[as]);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows as R[];
  } finally {
    await client.end();
  }
}

/** Another process that uses the same data folder until its input ends. */
async function otherProcess(): Promise<{
  pid: number;
  attached: boolean;
  kill(): Promise<void>;
  leave(): Promise<void>;
}> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'start.test-process.ts'), dataFolder],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  cleanUps.push(() => child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const ended = once(child, 'exit');
  return {
    ...(JSON.parse(line) as { pid: number; attached: boolean }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    leave: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

describe('the first start', () => {
  it('makes a UTF-8 cluster that only listens on a private socket and asks for passwords', async () => {
    const server = await start({});
    expect(server.attached).toBe(false);
    const [row] = await query(
      server,
      `select current_setting('server_encoding') as encoding,
      current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync,
      (select string_agg(distinct auth_method, ',') from pg_hba_file_rules) as methods, lower('ÀÉ') as lower`,
    );
    expect(row).toEqual({ encoding: 'UTF8', addresses: '', fsync: 'on', methods: 'scram-sha-256', lower: 'àé' });
    expect(statSync(server.ownerConfig.host!).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataFolder, 'postgres', 'roles.json')).mode & 0o777).toBe(0o600);
  });

  it('gives trigrams over Chinese text to a role that owns nothing', async () => {
    const server = await start();
    await query(server, 'create extension pg_trgm');
    const grams = await query<{ n: number }>(
      server,
      `select array_length(show_trgm('自来水发黄'), 1) as n`,
      'appConfig',
    );
    expect(grams[0]!.n).toBeGreaterThan(3);
    await expect(query(server, 'create table mine (id int)', 'appConfig')).rejects.toMatchObject({ code: '42501' });
    await expect(
      query({ ...server, appConfig: { ...server.appConfig, password: 'guess' } }, '', 'appConfig'),
    ).rejects.toMatchObject({ code: '28P01' });
  });

  it('done by several at once makes one cluster and one server', async () => {
    const all = await Promise.all([start(), start(), start()]);
    expect(new Set(all.map((server) => server.pid())).size).toBe(1);
    expect(all.filter((server) => !server.attached)).toHaveLength(1);
  });
});

describe.runIf(asRoot)('as root', () => {
  it('the server runs as nobody, and nothing of the folder is left to read for others', async () => {
    const server = await start();
    expect(statSync(`/proc/${server.pid()}`).uid).toBe(65534);
    expect(statSync(cluster()).mode & 0o777).toBe(0o700);
  });

  it('a data folder nobody can enter sends the cluster elsewhere, and later starts find it there', async () => {
    dataFolder = join(base, 'closed', 'data');
    const first = await start();
    await first.stop();
    chmodSync(join(base, 'closed'), 0o700);
    rmSync(dataFolder, { recursive: true });
    const second = await start();
    expect(second.logFile).toContain(join(base, 'var', 'huiying-'));
    await query(second, 'create table kept (id int)');
    await second.stop();
    chmodSync(join(base, 'closed'), 0o711);
    const third = await start();
    expect(await query(third, 'select * from kept')).toEqual([]);
  });
});

describe('a socket path that is too long', () => {
  it('moves to a short private folder', async () => {
    dataFolder = join(base, '长'.repeat(40), 'data');
    const server = await start();
    expect(Buffer.byteLength(server.ownerConfig.host!)).toBeLessThan(60);
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    cleanUps.push(() => rmSync(server.ownerConfig.host!, { recursive: true, force: true }));
  });
});

describe('stopping', () => {
  beforeEach(beginUsed);

  it('ends the server and leaves no pid file; the next start finds everything', async () => {
    const first = await start();
    await query(first, 'create table kept as select 42 as n');
    await first.stop();
    await first.stop();
    expect(existsSync(join(cluster(), 'postmaster.pid'))).toBe(false);
    expect(await query(await start(), 'select n from kept')).toEqual([{ n: 42 }]);
  });

  it('by one of two users leaves it to the other, whoever came first', async () => {
    const first = await start();
    const other = await otherProcess();
    expect(other).toMatchObject({ attached: true, pid: first.pid() });
    await first.stop();
    expect(belongsTo(other.pid, cluster())).toBe(true);
    await other.leave();
    expect(belongsTo(other.pid, cluster())).toBe(false);
  });

  it('is not forgotten when the one who started it was killed', async () => {
    const other = await otherProcess();
    const server = await start();
    expect(server).toMatchObject({ attached: true });
    await other.kill();
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    await expect
      .poll(() => query(server, `select count(*)::int as n from pg_locks where locktype = 'advisory'`))
      .toEqual([{ n: 1 }]);
    await server.stop();
    expect(belongsTo(other.pid, cluster())).toBe(false);
  });
});

describe('after a kill -9', () => {
  beforeEach(beginUsed);

  it('of the only user, the next start attaches to what still runs', async () => {
    const other = await otherProcess();
    await other.kill();
    const server = await start();
    expect(server).toMatchObject({ attached: true });
    expect(server.pid()).toBe(other.pid);
  });

  it('of the server, it is started again under its user and nothing acknowledged is lost', async () => {
    const server = await start();
    await query(server, 'create table kept as select 42 as n');
    const before = server.pid();
    process.kill(before, 'SIGKILL');
    // A dying server may still answer: only the next one's answer says anything.
    await expect.poll(() => server.pid(), { timeout: 20_000 }).not.toBe(before);
    await expect
      .poll(() => query(server, 'select n from kept').catch(() => []), { timeout: 20_000 })
      .toEqual([{ n: 42 }]);
  });

  it.each([
    ['a pid that is gone', 2 ** 22 - 3],
    ['a pid that now belongs to somebody else', process.pid],
  ])('of everything, the pid file of %s does not stop a start', async (_name, pid) => {
    const first = await start();
    const file = join(cluster(), 'postmaster.pid');
    const left = readFileSync(file, 'utf8').split('\n');
    await first.stop();
    writeFileSync(file, [pid, ...left.slice(1)].join('\n'));
    const second = await start();
    expect(second.attached).toBe(false);
    expect(readPostmaster(cluster())?.pid).toBe(second.pid());
  });

  it('of a first start half way, the next one begins again', async () => {
    const first = await start();
    await first.stop();
    rmSync(join(cluster(), 'PG_VERSION'));
    rmSync(cluster(), { recursive: true });
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('what cannot start says why', () => {
  beforeEach(beginUsed);

  it('passwords that are not the cluster’s', async () => {
    await (await start()).stop();
    writeFileSync(join(dataFolder, 'postgres', 'roles.json'), JSON.stringify({ owner: 'a', app: 'b', outside: null }));
    await expect(start()).rejects.toMatchObject({ code: 'misconfigured' });
    const left = readPostmaster(cluster());
    if (left) process.kill(left.pid, 'SIGINT');
    await expect.poll(() => left && belongsTo(left.pid, cluster())).toBeFalsy();
  });

  it('a cluster of another major version', async () => {
    await (await start()).stop();
    writeFileSync(join(cluster(), 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toThrow(/PostgreSQL 15/);
  });

  it('a damaged cluster, with the end of the log', async () => {
    await (await start()).stop();
    rmSync(join(cluster(), 'global', 'pg_control'));
    await expect(start()).rejects.toThrow(/pg_control|database system/);
  });
});
