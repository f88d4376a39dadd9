import { sql, type Kysely } from 'kysely';
import { Client, type PoolConfig } from 'pg';
import type { Settings } from '../config/settings.ts';
import { createPostgresBus } from './embedded/bus/postgres-bus.ts';
import { createBullJobs } from './runtime/bull-jobs.ts';
import { migrateJobsOn, postgresJobsBackend } from './embedded/jobs/postgres-backend.ts';
import { startEmbeddedPostgres } from './embedded/postgres/start.ts';
import { checkDatabase, configFromUrl, openDatabase, openPool } from './runtime/database.ts';
import { AppError } from './runtime/errors.ts';
import type { ReadyReport } from './runtime/http.ts';
import type { Kernel } from './runtime/kernel.ts';
import type { Lifecycle } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/log.ts';
import { createMetrics } from './runtime/metrics.ts';
import { migrate } from './runtime/migrate.ts';
import { openKernel } from './runtime/open-kernel.ts';
import { openKeys } from './runtime/open-keys.ts';
import { askReady } from './runtime/ready.ts';
import { announceStages } from './runtime/running-stages.ts';
import { systemTime } from './runtime/system-time.ts';

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

/** What every stage is built from, and what the process itself needs of the engines. */
export interface Engines {
  kernel: Kernel<never>;
  /** For `npm start`'s own sealer and for making accounts. */
  db: Kysely<never>;
  /** Something was committed outside the kernel's own transact. */
  wakeRelay(): void;
  /** Jobs begin; call when all stages have subscribed and defined theirs. */
  begin(): Promise<void>;
  ready(): Promise<ReadyReport>;
  /** Process ids of others that run one of this process's stages on the same data. */
  others: number[];
}

/** Database, bus, outbox and jobs of the embedded profile. Every undo goes onto the lifecycle right after its resource exists. */
export async function openEngines(settings: Settings, log: Logger, lifecycle: Lifecycle): Promise<Engines> {
  if (settings.profile !== 'embedded')
    throw new AppError('misconfigured', '本版本只提供 embedded 运行方式，请将 HUIYING_PROFILE 设为 embedded。');
  const postgres = await openPostgres(settings, log);
  lifecycle.onStop('postgres', () => postgres.stop(), 30_000);
  const { appConfig, ownerConfig, appRole } = postgres;
  await migrate(ownerConfig, { appRole, after: migrateJobsOn });
  const db = openDatabase<never>(appConfig, { max: 20, name: 'huiying' });
  lifecycle.onStop('database pool', () => db.destroy());
  const pool = openPool(appConfig, { max: 12, name: 'huiying bus' });
  lifecycle.onStop('bus pool', () => pool.end());
  const newClient = (): Client => new Client(appConfig);
  const time = systemTime;
  const bus = createPostgresBus({ pool, newClient, time, log });
  const jobs = createBullJobs(postgresJobsBackend(appConfig), { time, log });
  const keys = await openKeys(settings, db, time.now());
  const running = await announceStages(newClient(), settings.stages, process.pid);
  lifecycle.onStop('stage notice', () => running.close());
  const parts = { db, pool, newClient, bus, jobs, time, log, metrics: createMetrics(), keys };
  const { kernel, relay, begin } = openKernel(parts, lifecycle);
  const ready = () => askReady({ database: () => sql`select 1`.execute(db), bus: () => bus.ping() });
  return { kernel, db, begin, ready, others: running.others, wakeRelay: () => relay.wake() };
}
