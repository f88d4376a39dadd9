import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import pg, { type PoolConfig } from 'pg';
import { inject } from 'vitest';
import { openDatabase } from '../../platform/runtime/database.ts';
import { migrate, readMigrations } from '../../platform/runtime/migrate.ts';

export interface TestDatabase<T> {
  /** As the application: may not touch the schema or the audit. */
  db: Kysely<T>;
  /** As the owner of the schema. */
  ownerDb: Kysely<T>;
  appConfig: PoolConfig;
  ownerConfig: PoolConfig;
  /** Closes both and removes the database. */
  drop(): Promise<void>;
}

/** A migrated database of one's own, copied from a template; one a test file is enough. */
export async function testDatabase<T = unknown>(): Promise<TestDatabase<T>> {
  return newDatabase<T>(await asOwner(ensureTemplate));
}

/** A database without any table, for tests of the migrator and of restore. */
export const emptyDatabase = <T = unknown>(): Promise<TestDatabase<T>> => newDatabase<T>('template0');

async function newDatabase<T>(template: string): Promise<TestDatabase<T>> {
  const database = `test_${randomBytes(6).toString('hex')}`;
  await asOwner((owner) => owner.query(`create database ${database} template ${template}`));
  const { ownerConfig: owner, appConfig: app } = inject('postgres');
  const ownerConfig = { ...owner, database };
  const appConfig = { ...app, database };
  const db = openDatabase<T>(appConfig);
  const ownerDb = openDatabase<T>(ownerConfig, { max: 4 });
  return {
    ...{ db, ownerDb, appConfig, ownerConfig },
    async drop() {
      await Promise.all([db.destroy(), ownerDb.destroy()]);
      await asOwner((client) => client.query(`drop database ${database} with (force)`));
    },
  };
}

/** The template's name carries the content of the migrations, so that a changed file makes a new one. */
async function ensureTemplate(owner: pg.Client): Promise<string> {
  const migrations = readMigrations();
  const digest = createHash('sha256').update(migrations.map(({ checksum }) => checksum).join('\n'));
  const name = `template_${digest.digest('hex').slice(0, 16)}`;
  await owner.query('select pg_advisory_lock(1213549912)'); // released with the connection
  const { rowCount } = await owner.query('select from pg_database where datname = $1', [name]);
  if (rowCount) return name;
  const draft = `${name}_draft`;
  await owner.query(`drop database if exists ${draft} with (force)`);
  await owner.query(`create database ${draft}`);
  const { ownerConfig, appConfig } = inject('postgres');
  await migrate({ ...ownerConfig, database: draft }, { appRole: appConfig.user!, migrations });
  await owner.query(`alter database ${draft} rename to ${name}`);
  return name;
}

async function asOwner<R>(work: (owner: pg.Client) => Promise<R>): Promise<R> {
  const owner = new pg.Client({ ...inject('postgres').ownerConfig, database: 'postgres' });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
