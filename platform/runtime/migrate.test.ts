import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { migrate, readMigrations, unapplied, type Migration } from './migrate.ts';

let database: TestDatabase<unknown>;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.drop());

const file = (number: number, text: string): Migration => ({
  ...{ number, name: `${String(number).padStart(4, '0')}_test_file.sql`, sql: text },
  checksum: createHash('sha256').update(text).digest('hex'),
});
const run = (migrations: Migration[]): Promise<string[]> =>
  migrate(database.ownerConfig, { appRole: database.appConfig.user!, migrations });
const names = (...numbers: number[]): string[] => numbers.map((n) => file(n, '').name);

const CITIES = file(1, 'create table cities (id int primary key, name text)');
const STREETS = file(300, 'create table streets (id int primary key, city int references cities (id))');
const SQUARES = file(
  20,
  'create table squares (id bigint generated always as identity, city int references cities (id))',
);

describe('migrating', () => {
  it('applies what is new, in order, and nothing twice', async () => {
    expect(await run([CITIES])).toEqual(names(1));
    expect(await run([CITIES, STREETS])).toEqual(names(300));
    expect(await run([CITIES, STREETS])).toEqual([]);
  });

  it('applies a number below the last one: rooms have ranges of their own', async () => {
    await run([CITIES, STREETS]);
    expect(await run([CITIES, SQUARES, STREETS])).toEqual(names(20));
  });

  it('by many processes at once happens once', async () => {
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => run([CITIES, SQUARES, STREETS])));
    expect(all.flat()).toEqual(names(1, 20, 300));
  });

  it('keeps what came before a file that fails, and nothing of that file', async () => {
    const broken = file(2, 'create table half (id int);\n\nselect nonsense;');
    await expect(run([CITIES, broken, STREETS])).rejects.toThrow(/0002_test_file\.sql.*第 3 行.*nonsense/);
    const { rows } = await sql`select to_regclass('cities')::text as c, to_regclass('half') as h,
      to_regclass('streets') as s`.execute(database.ownerDb);
    expect(rows[0]).toEqual({ c: 'cities', h: null, s: null });
    expect(await run([CITIES, file(2, 'select 1'), STREETS])).toEqual(names(2, 300));
  });

  it('gives the application rows, not the schema', async () => {
    await run([CITIES, SQUARES]);
    await sql`insert into cities values (1, '江城市')`.execute(database.db);
    await sql`insert into squares (city) values (1)`.execute(database.db);
    for (const statement of [
      'drop table cities',
      'alter table cities add x int',
      'create table mine (id int)',
      'delete from schema_migrations',
    ])
      await expect(sql.raw(statement).execute(database.db), statement).rejects.toMatchObject({ code: '42501' });
  });

  it('by an account that may not make tables says which setting names the one that may', async () => {
    const asApp = (migrations: Migration[]) =>
      migrate(database.appConfig, { appRole: database.appConfig.user!, migrations });
    const complaint = {
      code: 'misconfigured',
      message: expect.stringMatching(
        /^数据库账号没有建表权限：请用 DATABASE_OWNER_URL 指定迁移账号（permission denied for schema public）$/,
      ) as string,
    };
    await expect(asApp([CITIES])).rejects.toMatchObject(complaint);
    await run([CITIES]);
    await expect(asApp([CITIES, STREETS])).rejects.toMatchObject({ code: 'misconfigured' });
  });

  it('runs the migrations of libraries and gives rights on their schemas', async () => {
    const after = async (client: { query(text: string): Promise<unknown> }) => {
      await client.query('create schema if not exists library');
      await client.query('create table if not exists library.things (id int)');
    };
    await migrate(database.ownerConfig, { appRole: database.appConfig.user!, migrations: [CITIES], after });
    await sql`insert into library.things values (1)`.execute(database.db);
  });

  it('works with one role for both', async () => {
    await migrate(database.ownerConfig, { appRole: database.ownerConfig.user! });
    await sql`insert into schema_migrations (number, name, checksum) values (9999, 'x', 'x')`.execute(database.ownerDb);
  });
});

describe('what contradicts the history is refused', () => {
  const applied = [CITIES, STREETS];

  it('a file changed after it was applied', () => {
    expect(() => unapplied([file(1, 'create table towns ()'), STREETS], applied)).toThrow(/改动/);
  });

  it('a database newer than the program', () => {
    expect(() => unapplied([CITIES], applied)).toThrow(/0300_test_file\.sql/);
  });
});

describe('the shipped files', () => {
  it('have numbers of their own and make a complete schema', async () => {
    const applied = await migrate(database.ownerConfig, { appRole: database.appConfig.user! });
    expect(applied).toEqual(readMigrations().map(({ name }) => name));
  });
});

describe('a folder of migrations', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'huiying-migrations-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['two files with one number', ['0001_a.sql', '0001_b.sql'], /编号重复/],
    ['a name without number', ['cities.sql'], /不合规/],
  ])('with %s is refused', (_name, files, message) => {
    for (const name of files) writeFileSync(join(folder, name), '');
    expect(() => readMigrations(folder)).toThrow(message);
  });

  it('is read in the order of its numbers', () => {
    for (const name of ['0300_c.sql', '0001_a.sql', '0020_b.sql', 'README.md']) writeFileSync(join(folder, name), name);
    expect(readMigrations(folder).map(({ number }) => number)).toEqual([1, 20, 300]);
  });
});
