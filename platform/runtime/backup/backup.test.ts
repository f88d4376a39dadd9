import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql, type Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase, type TestDatabase } from '../../../tests/harness/database.ts';
import { insertAudit, sealAudit } from '../audit.ts';
import { internationalSuite } from '../crypto.ts';
import { migrate, readMigrations, type Migration } from '../migrate.ts';
import { verifyAudit } from '../verify-audit.ts';
import { backUp } from './back-up.ts';
import { restore } from './restore.ts';

const AT = new Date('2026-03-01T08:00:00+08:00');
const EVERYTHING = `
  create table regions (code text primary key, parent text references regions (code));
  create table samples (
    id bigint generated always as identity primary key, region text not null references regions (code),
    at timestamptz, day date, amount numeric(12, 2), ratio double precision, tags text[], detail jsonb, bytes bytea,
    body text, span interval, twice numeric generated always as (amount * 2) stored, search tsvector);
  create table parts (id int, at timestamptz not null) partition by range (at);
  create function no_insert() returns trigger language plpgsql as $$ begin raise exception 'never'; end $$;
  create table guarded (id int);
  create trigger guarded_fixed before update or delete on guarded for each row execute function no_insert();
`;
const migration = (number: number, text: string): Migration => ({
  ...{ number, name: `${number}_test.sql`, sql: text, checksum: String(text.length) },
});
const SHIPPED = readMigrations().filter(({ number }) => number < 100);
const MIGRATIONS = [...SHIPPED, migration(9000, EVERYTHING)];

let from: TestDatabase<unknown>;
let to: TestDatabase<unknown>;
let folder: string;
let file: string;
beforeEach(async () => {
  [from, to] = await Promise.all([emptyDatabase(), emptyDatabase()]);
  await migrate(from.ownerConfig, { appRole: from.appConfig.user!, migrations: MIGRATIONS });
  folder = mkdtempSync(join(tmpdir(), 'huiying-backup-'));
  file = join(folder, 'all.huiying.gz');
});
afterEach(async () => {
  await Promise.all([from.drop(), to.drop()]);
  rmSync(folder, { recursive: true });
});

const restoreTo = (migrations = MIGRATIONS) =>
  restore(to.ownerConfig, file, { appRole: to.appConfig.user!, migrations });

async function fill(): Promise<void> {
  await sql
    .raw(
      `
    insert into regions values ('01', '00'), ('00', null);
    insert into samples (region, at, day, amount, ratio, tags, detail, bytes, body, span, search)
      select '01', '2026-02-24 09:30:00.123456+08', '2026-02-24', n + 0.10, 1.0 / 3 * n, array['自来水', 'a"b,{}', null],
        '{"z": 1.50, "a": ["回应", null]}', '\\x00ff', E'第' || n || E'行\\n\\t\\\\ "引号" 😀', '1 day 02:03:04.5', to_tsvector('simple', '自来水 发黄')
      from generate_series(1, 1203) n;
    insert into samples (region) values ('00');
    create table parts_2026_02 partition of parts for values from ('2026-02-01') to ('2026-03-01');
    insert into parts values (1, '2026-02-10');
    insert into guarded values (1);`,
    )
    .execute(from.ownerDb);
  await from.db.transaction().execute((tx) =>
    insertAudit(
      tx,
      [
        {
          actor: { id: 'u', name: '甲', unitId: null, roles: [] },
          action: 'a.b',
          subject: { kind: 'k', id: '1' },
          detail: { n: 1.5 },
        },
      ],
      AT,
      't',
    ),
  );
  await sealAudit(from.db, internationalSuite);
}

const contents = async (db: Kysely<unknown>) => {
  const tables = ['regions', 'samples', 'parts', 'guarded', 'audit_entries', 'audit_seals'];
  return Promise.all(
    tables.map(async (table) => (await sql.raw(`select t::text from ${table} t order by 1`).execute(db)).rows),
  );
};

describe('backup and restore', () => {
  it('bring every value of every kind back exactly', async () => {
    await fill();
    const saved = await backUp(from.ownerConfig, file, AT);
    expect(saved.tables).toContainEqual({ name: 'samples', rows: 1204 });
    expect(await restoreTo()).toEqual(saved);
    expect(await contents(to.ownerDb)).toEqual(await contents(from.ownerDb));
    expect(await verifyAudit(to.db, internationalSuite)).toMatchObject({ ok: true, sealed: 1 });
  });

  it('continue numbering, guard and check where the first left off', async () => {
    await fill();
    await backUp(from.ownerConfig, file, AT);
    await restoreTo();
    const next = await sql<{ id: number }>`insert into samples (region) values ('01') returning id`.execute(to.db);
    expect(next.rows).toEqual([{ id: 1205 }]);
    await expect(sql`insert into samples (region) values ('none')`.execute(to.db)).rejects.toMatchObject({
      code: '23503',
    });
    await expect(sql`delete from guarded`.execute(to.ownerDb)).rejects.toThrow('never');
    await expect(sql`delete from audit_entries`.execute(to.db)).rejects.toMatchObject({ code: '42501' });
  });

  it('take one instant while others write', async () => {
    await fill();
    const writers = Array.from({ length: 20 }, (_, n) =>
      from.ownerDb.transaction().execute(async (tx) => {
        await sql`insert into regions values (${`x${n}`}, '00')`.execute(tx);
        await sql`insert into samples (region) values (${`x${n}`})`.execute(tx);
      }),
    );
    await Promise.all([backUp(from.ownerConfig, file, AT), ...writers]);
    await restoreTo(); // foreign keys are checked here
    const { rows } = await sql<{
      a: number;
      b: number;
    }>`select (select count(*) from regions where code like 'x%') as a,
      (select count(*) from samples where region like 'x%') as b`.execute(to.db);
    expect(rows[0]!.a).toBe(rows[0]!.b);
  });

  it('bring an old backup up to the program of today', async () => {
    await fill();
    await backUp(from.ownerConfig, file, AT);
    await restoreTo([
      ...MIGRATIONS,
      migration(9001, `alter table regions add column name text not null default '未命名'`),
    ]);
    const { rows } = await sql`select distinct name from regions`.execute(to.db);
    expect(rows).toEqual([{ name: '未命名' }]);
  });

  it('carry what migrations put in only once', async () => {
    const seeded = [...MIGRATIONS, migration(9001, `insert into regions values ('seed', null)`)];
    await migrate(from.ownerConfig, { appRole: from.appConfig.user!, migrations: seeded });
    await backUp(from.ownerConfig, file, AT);
    await restoreTo(seeded);
    expect((await sql`select code from regions`.execute(to.db)).rows).toEqual([{ code: 'seed' }]);
  });
});

describe('the file', () => {
  it('is readable by its owner alone, is never replaced, and leaves no draft', async () => {
    await backUp(from.ownerConfig, file, AT);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(backUp(from.ownerConfig, file, AT)).rejects.toMatchObject({ code: 'conflict' });
    expect(readdirSync(folder)).toEqual(['all.huiying.gz']);
  });

  it('does not appear when the backup fails', async () => {
    await expect(backUp(from.ownerConfig, join(folder, 'none', 'x.gz'), AT)).rejects.toThrow(/ENOENT/);
    await expect(backUp({ ...from.ownerConfig, database: 'nowhere' }, file, AT)).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a restore that must not happen changes nothing', () => {
  const lines = () => gunzipSync(readFileSync(file)).toString().split('\n');
  const rewrite = (change: (all: string[]) => string[]) => writeFileSync(file, gzipSync(change(lines()).join('\n')));
  const tablesWithRows = async () => {
    const { rows } = await sql<{ n: number }>`select coalesce(sum((xpath('/row/c/text()',
      query_to_xml(format('select count(*) as c from %I', relname), true, true, '')))[1]::text::int), 0)::int as n
      from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'schema_migrations'`.execute(
      to.ownerDb,
    );
    return rows[0]!.n;
  };
  beforeEach(async () => {
    await fill();
    await backUp(from.ownerConfig, file, AT);
  });

  it('into a database with rows', async () => {
    await migrate(to.ownerConfig, { appRole: to.appConfig.user!, migrations: MIGRATIONS });
    await sql`insert into regions values ('mine', null)`.execute(to.ownerDb);
    await expect(restoreTo()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('regions') as string,
    });
    expect((await sql`select code from regions`.execute(to.ownerDb)).rows).toEqual([{ code: 'mine' }]);
  });

  it('into somebody else’s database', async () => {
    await sql`create table theirs (id int)`.execute(to.ownerDb);
    await expect(restoreTo()).rejects.toMatchObject({ code: 'conflict' });
  });

  it('by a program older than the backup', async () => {
    await expect(restoreTo(SHIPPED)).rejects.toThrow(/9000_test\.sql/);
  });

  it.each([
    ['cut off', () => writeFileSync(file, readFileSync(file).subarray(0, -200))],
    ['with its end missing', () => rewrite((all) => [...all.slice(0, -2), ''])],
    ['with a changed row', () => rewrite((all) => all.map((line) => line.replace('第7行', '第8行')))],
    ['with a missing row', () => rewrite((all) => all.filter((line) => !line.includes('第7行')))],
    [
      'with a value that does not fit',
      () => rewrite((all) => all.map((line) => line.replace('"2026-02-24"', '"yesterday?"'))),
    ],
    ['that is something else', () => writeFileSync(file, gzipSync('{"kind":"other"}\n'))],
    ['that is no gzip at all', () => writeFileSync(file, 'hello')],
    ['that is empty', () => writeFileSync(file, gzipSync(''))],
  ])('from a file %s', async (_name, damage) => {
    damage();
    await expect(restoreTo()).rejects.toMatchObject({ code: 'precondition_failed' });
    expect(await tablesWithRows()).toBe(0);
  });

  it('and may be tried again with a sound file', async () => {
    const sound = readFileSync(file);
    rewrite((all) => all.filter((line) => !line.includes('第7行')));
    await expect(restoreTo()).rejects.toThrow(/samples/);
    writeFileSync(file, sound);
    expect((await restoreTo()).tables).toContainEqual({ name: 'samples', rows: 1204 });
  });
});
