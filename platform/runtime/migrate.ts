import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { assetPath } from './assets.ts';
import { AppError } from './errors.ts';
import { grantApp, lacksRights } from './grants.ts';

export interface Migration {
  /** NNNN of the file name; the order. */
  number: number;
  name: string;
  sql: string;
  /** SHA-256 of the text. */
  checksum: string;
}

export interface MigrateOptions {
  /** The role that serves requests; it gets its rights on whatever is new. */
  appRole: string;
  /** Default: the shipped files. */
  migrations?: Migration[];
  /** Schemas of libraries that bring their own migrations; run under the same lock, before the rights are given. */
  after?: (client: pg.ClientBase) => Promise<void>;
}

/** One number for all processes that migrate the same database. */
const LOCK = 1213549911;

export const shippedMigrations = (): string => assetPath('platform', 'migrations');

/** Every migration of a folder, in order. @throws AppError when two files share a number or a name is wrong. */
export function readMigrations(folder = shippedMigrations()): Migration[] {
  const migrations = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
      if (number === undefined) throw new AppError('misconfigured', `迁移文件名不合规：${name}`);
      const sql = readFileSync(join(folder, name), 'utf8');
      return { number: Number(number), name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
  migrations.forEach((migration, i) => {
    if (migrations[i + 1]?.number === migration.number)
      throw new AppError('misconfigured', `迁移编号重复：${migration.name} 与 ${migrations[i + 1]!.name}`);
  });
  return migrations;
}

/**
 * Brings a database to the shipped schema, each file in its own transaction, under an advisory lock so that any number
 * of starting processes agree. A number that is missing below the last applied one is applied too: rooms have ranges.
 * @returns names of the files applied now.
 * @throws AppError 'misconfigured' when an applied file has changed or is unknown here, a file fails, or the account may
 * not make tables.
 */
export async function migrate(owner: pg.PoolConfig, options: MigrateOptions): Promise<string[]> {
  const migrations = options.migrations ?? readMigrations();
  const client = new pg.Client({ ...owner, application_name: 'huiying migrate' });
  client.on('error', () => undefined); // the running statement rejects, that is enough
  await client.connect();
  try {
    return await bringUp(client, options, migrations);
  } catch (error) {
    throw lacksPrivilege(error) ? withoutPrivilege(error) : error;
  } finally {
    await client.end();
  }
}

async function bringUp(client: pg.Client, options: MigrateOptions, migrations: Migration[]): Promise<string[]> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  await client.query(`set client_min_messages = warning`);
  await client.query(HISTORY);
  const pending = unapplied(migrations, await appliedMigrations(client));
  for (const migration of pending) await apply(client, migration);
  await options.after?.(client);
  if (pending.length > 0 || (await lacksRights(client, options.appRole))) await grantApp(client, options.appRole);
  return pending.map(({ name }) => name);
}

const lacksPrivilege = (error: unknown): error is pg.DatabaseError =>
  error instanceof Error && (error as pg.DatabaseError).code === '42501';

/** The usual cause: DATABASE_URL alone was set, and its account serves but does not own. */
const withoutPrivilege = ({ message }: Error): AppError =>
  new AppError('misconfigured', `数据库账号没有建表权限：请用 DATABASE_OWNER_URL 指定迁移账号（${message}）`);

const HISTORY = `
create table if not exists schema_migrations (
  number int primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default clock_timestamp()
);
comment on table schema_migrations is 'retention: record; which numbered SQL files have been applied';`;

export interface AppliedMigration {
  number: number;
  name: string;
  checksum: string;
}

export async function appliedMigrations(client: pg.ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query('select number, name, checksum from schema_migrations order by number');
  return rows as AppliedMigration[];
}

/** Pure: which files are still to run. @throws AppError 'misconfigured' when history and files contradict. */
export function unapplied(migrations: Migration[], applied: AppliedMigration[]): Migration[] {
  const files = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const row of applied) {
    const file = files.get(row.number);
    if (!file) throw new AppError('misconfigured', `数据库已有迁移 ${row.name}，本程序没有：程序版本比数据库旧。`);
    if (file.checksum !== row.checksum)
      throw new AppError('misconfigured', `迁移 ${file.name} 执行后又被改动；请恢复原文件，改动另写一个新编号。`);
  }
  const done = new Set(applied.map(({ number }) => number));
  return migrations.filter(({ number }) => !done.has(number));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (number, name, checksum) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    if (lacksPrivilege(error)) throw error;
    const { message, position } = error as pg.DatabaseError;
    const line = position ? `（第 ${migration.sql.slice(0, Number(position)).split('\n').length} 行）` : '';
    throw new AppError('misconfigured', `迁移 ${migration.name} 失败${line}：${message}`);
  }
}
