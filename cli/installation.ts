import { existsSync } from 'node:fs';
import type { Kysely } from 'kysely';
import pg, { type PoolConfig } from 'pg';
import { readSettings, type Settings } from '../config/settings.ts';
import { openPostgres } from '../platform/app.ts';
import { configFromUrl, openDatabase } from '../platform/runtime/database.ts';
import type { Keys } from '../platform/runtime/kernel.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { createLog, type Logger } from '../platform/runtime/log.ts';
import { migrate } from '../platform/runtime/migrate.ts';
import { openKeys } from '../platform/runtime/open-keys.ts';
import { systemTime } from '../platform/runtime/system-time.ts';
import type { CliContext } from './verb.ts';

/** The user's installation as a verb sees it. */
export interface Installation<T> {
  settings: Settings;
  /** As the application. */
  db: Kysely<T>;
  /** For reads that may be a little old (DATABASE_REPLICA_URL); else the same as `db`. */
  replica: Kysely<T>;
  /** As the owner of the schema; for backup and restore. No statement timeout. */
  ownerDb: Kysely<T>;
  appConfig: PoolConfig;
  ownerConfig: PoolConfig;
  /** Name of the application's role. */
  appRole: string;
  /** Made on the first call of an installation, so that a verb that only reads makes none. @throws as openKeys */
  keys(): Promise<Keys>;
  log: Logger;
  close(): Promise<void>;
}

/** Where a verb writes, for its user: the data folder, or host and database. Never an account or a password. */
export function placeOf({ databaseUrl, dataFolder }: Pick<Settings, 'databaseUrl' | 'dataFolder'>): string {
  if (databaseUrl === null) return `数据目录 ${dataFolder}`;
  const { host, port, database } = new pg.Client(configFromUrl(databaseUrl)); // reads the string, connects to nobody
  return `数据库 ${host}${host.startsWith('/') ? '' : `:${port}`}/${database ?? ''}`;
}

export interface OpenOptions {
  /** Restore brings its own schema state: it must find the database as it is. Default true. */
  migrate?: boolean;
  /** The verb brings data in: it tells where to, and may make a data folder that is not there. Default false: a mistyped --data is refused. */
  create?: boolean;
}

/**
 * Opens the database of the user's data folder, or of DATABASE_URL: attaches when a server of that folder is running,
 * starts it otherwise, and migrates. Call close() in a `finally`.
 * @throws AppError 'not_found' when there is no such data folder and the verb makes none
 */
export async function openInstallation<T = unknown>(
  context: Pick<CliContext, 'env' | 'cwd'> & Partial<Pick<CliContext, 'stderr'>>,
  options: OpenOptions = {},
): Promise<Installation<T>> {
  const settings = readSettings(context.env, context.cwd);
  const isNew = settings.databaseUrl === null && !existsSync(settings.dataFolder);
  if (isNew && !options.create) throw new AppError('not_found', `没有这个数据目录：${settings.dataFolder}`);
  if (options.create) context.stderr?.write(`写入：${placeOf(settings)}${isNew ? '（新建）' : ''}\n`);
  const log = createLog(settings.logLevel);
  const postgres = await openPostgres(settings, log);
  const { appConfig, ownerConfig, appRole } = postgres;
  try {
    if (options.migrate ?? true) await migrate(ownerConfig, { appRole });
    const db = openDatabase<T>(appConfig, { max: 4, name: 'huiying cli' });
    const ownerDb = openDatabase<T>(ownerConfig, { max: 2, name: 'huiying cli', statementTimeoutMs: 0 });
    const replica =
      settings.databaseReplicaUrl === null
        ? db
        : openDatabase<T>(configFromUrl(settings.databaseReplicaUrl), { max: 2, name: 'huiying cli' });
    return {
      ...{ settings, db, replica, ownerDb, appConfig, ownerConfig, appRole, log },
      keys: () => openKeys(settings, db, systemTime.now()),
      async close() {
        await Promise.all([...new Set([db, replica, ownerDb])].map((each) => each.destroy()));
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
