import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { PoolConfig } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { insertAudit, sealAudit } from '../platform/runtime/audit.ts';
import { internationalSuite } from '../platform/runtime/crypto.ts';
import { masterKeyFile } from '../platform/runtime/keys.ts';
import { verb as audit } from './audit.ts';
import { verb as backup } from './backup.ts';
import { verb as exportVerb } from './export.ts';
import { verb as importVerb } from './import.ts';
import { runVerb } from './common-options.ts';
import { openInstallation, placeOf } from './installation.ts';
import { verb as parked } from './parked.ts';
import { verb as restore } from './restore.ts';
import type { CliVerb } from './verb.ts';

let folder: string;
let first: TestDatabase<unknown>;
let second: TestDatabase<unknown>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-cli-'));
  [first, second] = await Promise.all([emptyDatabase(), emptyDatabase()]);
});
afterEach(async () => {
  await Promise.all([first.drop(), second.drop()]);
  rmSync(folder, { recursive: true });
});

const url = ({ user, password, database, host }: PoolConfig): string =>
  `postgresql://${user}:${String(password)}@/${database}?host=${host}`;
const environment = (database: TestDatabase<unknown>) => ({
  HUIYING_DATA: 'data',
  DATABASE_URL: url(database.appConfig),
  DATABASE_OWNER_URL: url(database.ownerConfig),
});

async function run(verb: CliVerb, database: TestDatabase<unknown>, ...argv: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const env = environment(database);
  const code = await verb.run({ argv, env, cwd: folder, stdin: Readable.from([]), stdout, stderr });
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

const act = (database: TestDatabase<unknown>) =>
  database.db.transaction().execute((tx) =>
    insertAudit(
      tx,
      [
        {
          actor: { id: 'u-1', name: '值班员甲', unitId: null, roles: ['duty_officer'] },
          ...{ action: 'ticket.judge', subject: { kind: 'ticket', id: 't-1' }, detail: {} },
        },
      ],
      new Date('2026-02-24T09:00:00+08:00'),
      'trace',
    ),
  );

describe('an installation opened by a verb', () => {
  it('is migrated, has its keys, and DATABASE_URL wins over the bundled server', async () => {
    const installation = await openInstallation({ env: environment(first), cwd: folder });
    const { rows } = await sql<{
      me: string;
    }>`select current_user::text as me from audit_entries right join (select 1) one on true`.execute(installation.db);
    expect(rows).toEqual([{ me: first.appConfig.user }]);
    await installation.keys();
    expect(readFileSync(masterKeyFile(join(folder, 'data')), 'utf8')).toMatch(/^[0-9a-f]{64}/);
    await installation.close();
  });

  it('that cannot be reached says so and leaves nothing open', async () => {
    const env = { ...environment(first), DATABASE_URL: 'postgresql://a:secret@127.0.0.1:1/x' };
    await expect(openInstallation({ env, cwd: folder })).rejects.toThrow(/127\.0\.0\.1:1\/x/);
  });
});

describe('where a verb writes', () => {
  const at = (databaseUrl: string | null) => placeOf({ databaseUrl, dataFolder: '/srv/data' });
  it.each([
    [null, '数据目录 /srv/data'],
    ['postgresql://app:p%40ss@db.example:6432/huiying?sslmode=disable', '数据库 db.example:6432/huiying'],
    ['postgresql://app:p%40ss@/huiying?host=/run/pg', '数据库 /run/pg/huiying'],
  ])('%s is told without account and password', (databaseUrl, told) => {
    expect(at(databaseUrl)).toBe(told);
  });

  const said = ({ appConfig: { host, database } }: TestDatabase<unknown>) => `写入：数据库 ${host}/${database}`;

  it('is said by import before it writes, apart from its data', async () => {
    writeFileSync(join(folder, 'posts.jsonl'), '{"text":"江城市城东区滨河路路灯不亮"}\n');
    const { out, err } = await run(importVerb, first, 'posts.jsonl', '--json');
    expect(err.split('\n')[0]).toBe(said(first));
    expect(err + out).not.toContain(String(first.appConfig.password));
    expect(JSON.parse(out)).toMatchObject({ rows: 1 });
  });

  it('is said by restore in the same line, and by no verb that only reads', async () => {
    await begin();
    expect((await run(backup, first, 'all.gz')).err).not.toContain('写入：');
    expect((await run(restore, second, 'all.gz')).err.split('\n')[0]).toBe(said(second));
  });

  it.each([
    [importVerb, 'posts.jsonl'],
    [restore, 'all.gz'],
  ])('is said of a folder that is not there yet, too', async (verb, file) => {
    writeFileSync(join(folder, 'data'), 'a file where the folder should be made');
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const env = { HUIYING_DATA: 'data/city' };
    const context = { argv: [file], env, cwd: folder, stdin: Readable.from([]), stdout, stderr };
    await expect(verb.run(context)).rejects.toThrow();
    expect(String(stderr.read())).toBe(`写入：数据目录 ${join(folder, 'data/city')}（新建）\n`);
  });
});

/** Opened and begun: migrated, with a key of its own. */
async function begin(): Promise<void> {
  const installation = await openInstallation({ env: environment(first), cwd: folder });
  await installation.keys();
  await installation.close();
}

describe('a data folder that is not there', () => {
  it.each([
    [audit, ['verify']],
    [backup, ['all.gz']],
    [exportVerb, []],
    [parked, ['list']],
  ] as [CliVerb, string[]][])('is refused by a verb that only reads, and not made', async (verb, argv) => {
    const context = { argv: [...argv, '--data', 'mistyped'], env: {}, cwd: folder, stdin: Readable.from([]) };
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    await expect(runVerb(verb, { ...context, stdout, stderr })).rejects.toThrow(
      `没有这个数据目录：${join(folder, 'mistyped')}`,
    );
    expect(existsSync(join(folder, 'mistyped'))).toBe(false);
  });
});

describe('the master key of restored data', () => {
  it('is not made anew by restore, and any other one is refused by name', async () => {
    await begin();
    await run(backup, first, 'all.gz');
    const original = readFileSync(masterKeyFile(join(folder, 'data')), 'utf8');
    const file = masterKeyFile(join(folder, 'elsewhere'));
    const env = { ...environment(second), HUIYING_DATA: 'elsewhere' };
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    await restore.run({ argv: ['all.gz'], env, cwd: folder, stdin: Readable.from([]), stdout, stderr });
    expect(String(stderr.read())).toContain(file);
    expect(existsSync(file)).toBe(false);

    const installation = await openInstallation({ env, cwd: folder });
    try {
      await expect(installation.keys()).rejects.toThrow(`缺少密钥文件 ${file}`);
      expect(existsSync(file)).toBe(false);
      mkdirSync(join(folder, 'elsewhere'), { recursive: true });
      writeFileSync(file, 'ab'.repeat(32), { mode: 0o600 });
      await expect(installation.keys()).rejects.toThrow(`${file} 不是写入这些数据时的主密钥`);
      writeFileSync(file, original);
      await expect(installation.keys()).resolves.toBeDefined();
    } finally {
      await installation.close();
    }
  });
});

describe('the verbs', () => {
  it('back up, restore elsewhere and find the audit sound; no key is in the file', async () => {
    await begin();
    await act(first);
    await sealAudit(first.db, internationalSuite);
    const saved = await run(backup, first, 'all.gz', '--json');
    expect(saved.code).toBe(0);
    expect(JSON.parse(saved.out)).toMatchObject({ rows: expect.any(Number) as number });
    expect(saved.err).toContain(masterKeyFile(join(folder, 'data')));
    const key = readFileSync(masterKeyFile(join(folder, 'data')), 'utf8').trim();
    expect(gunzipSync(readFileSync(join(folder, 'all.gz'))).toString()).not.toContain(key);

    expect(await run(restore, second, 'all.gz')).toMatchObject({ code: 0, out: '' });
    const verified = await run(audit, second, 'verify', '--json');
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, sealed: 1 });
    expect(verified.code).toBe(0);
  });

  it('answer 1 and the place when the audit was tampered with', async () => {
    await (await openInstallation({ env: environment(first), cwd: folder })).close();
    await act(first);
    await sealAudit(first.db, internationalSuite);
    const { rows } = await sql<{ hash: string }>`select hash from audit_seals`.execute(first.db);
    const anchor = `1:${rows[0]!.hash}`;
    expect((await run(audit, first, 'verify', '--anchor', anchor)).out).toContain(`链尾 ${anchor}`);
    await first.ownerDb.transaction().execute(async (tx) => {
      await sql`alter table audit_entries disable trigger all`.execute(tx);
      await sql`update audit_entries set actor_name = '乙'`.execute(tx);
    });
    const { code, out } = await run(audit, first, 'verify');
    expect(code).toBe(1);
    expect(out).toMatch(/第 1 条.*内容与封存时不一致/);
  });

  it('answer wrong usage with their usage', async () => {
    const wrong: [CliVerb, string[]][] = [
      [audit, []],
      [audit, ['verify', '--anchor', 'x']],
      [backup, []],
      [backup, ['a', 'b']],
      [restore, ['--unknown']],
    ];
    for (const [verb, argv] of wrong)
      await expect(run(verb, first, ...argv), `${verb.name} ${argv.join(' ')}`).rejects.toMatchObject({
        code: 'invalid_input',
      });
  });
});
