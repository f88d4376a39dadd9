import type { PoolConfig } from 'pg';
import type { Settings } from '../config/settings.ts';
import { startEmbeddedPostgres } from './embedded/postgres/start.ts';
import { checkDatabase, configFromUrl } from './runtime/database.ts';
import type { Logger } from './runtime/log.ts';

/** The one place that chooses engines. */

export interface PostgresHandle {
  /** Role for migrations. */
  ownerConfig: PoolConfig;
  /** Role for everything else. */
  appConfig: PoolConfig;
  /** Name of the application's role, for the grants after a migration. */
  appRole: string;
  /** Close every pool first. The embedded server ends with the last process that uses it. */
  stop(): Promise<void>;
}

/** DATABASE_URL wins; else the bundled PostgreSQL in the data folder. @throws AppError saying what to do. */
export async function openPostgres(
  settings: Pick<Settings, 'databaseUrl' | 'databaseOwnerUrl' | 'dataFolder'>,
  log: Logger,
): Promise<PostgresHandle> {
  if (settings.databaseUrl !== null) {
    const appConfig = configFromUrl(settings.databaseUrl);
    const ownerConfig = configFromUrl(settings.databaseOwnerUrl ?? settings.databaseUrl);
    const appRole = await checkDatabase(appConfig);
    await checkDatabase(ownerConfig);
    return { ownerConfig, appConfig, appRole, stop: async () => undefined };
  }
  const server = await startEmbeddedPostgres({ dataFolder: settings.dataFolder, log });
  const { ownerConfig, appConfig } = server;
  return { ownerConfig, appConfig, appRole: appConfig.user!, stop: () => server.stop() };
}
