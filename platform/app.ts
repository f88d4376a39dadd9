import { sql, type Kysely } from 'kysely';
import type { Pool, PoolConfig } from 'pg';
import type { Registry } from 'prom-client';
import type { Settings } from '../config/settings.ts';
import { createKafkaBus } from './distributed/bus/kafka-bus.ts';
import { storedPositions } from './distributed/bus/positions.ts';
import { redisJobsBackend } from './distributed/jobs/redis-backend.ts';
import { checkRedis } from './distributed/redis/check.ts';
import { claimPrefix } from './distributed/redis/claim-prefix.ts';
import { createRateLimits } from './distributed/redis/rate-limits.ts';
import { createSocketAdapter } from './distributed/redis/socket-adapter.ts';
import { createPostgresBus } from './embedded/bus/postgres-bus.ts';
import { migrateJobsOn, postgresJobsBackend } from './embedded/jobs/postgres-backend.ts';
import { startEmbeddedPostgres } from './embedded/postgres/start.ts';
import type { EventBus } from './ports/event-bus.ts';
import type { Jobs } from './ports/jobs.ts';
import { awaitEngine, type Waiting } from './runtime/await-engine.ts';
import { createBullJobs } from './runtime/bull-jobs.ts';
import { checkDatabase, configFromUrl, openDatabase, openPool } from './runtime/database.ts';
import type { ReadyReport } from './runtime/http.ts';
import type { Kernel } from './runtime/kernel.ts';
import type { Lifecycle } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/log.ts';
import { claimInstallation } from './runtime/installation.ts';
import { askDatabaseTime, checkMachineClock, watchMachineClock } from './runtime/machine-clock.ts';
import { migrate } from './runtime/migrate.ts';
import { openKernel } from './runtime/open-kernel.ts';
import { openKeys } from './runtime/open-keys.ts';
import { clientsOf, type NewClient } from './runtime/pg-session.ts';
import { askReady } from './runtime/ready.ts';
import { announceStages } from './runtime/running-stages.ts';
import { systemTime } from './runtime/system-time.ts';
import { TOPIC_RETENTION_DAYS } from './runtime/topics.ts';

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
  /** Process ids of others that run one of this process's stages on the same data; always empty when stages run apart on purpose. */
  others: number[];
  /** How several dashboard processes act as one; absent in the embedded profile, where there is one. */
  shared: SharedDashboards | undefined;
}

type SharedDashboards = Pick<ReturnType<typeof createSocketAdapter>, 'adapter' | 'onReturn'> & {
  rateLimitStores: ReturnType<typeof createRateLimits>['storeOf'];
};

export interface EngineParts {
  settings: Settings;
  log: Logger;
  lifecycle: Pick<Lifecycle, 'onStop'>;
  metrics: Registry;
  waiting: Waiting;
}

/** Database, bus, outbox and jobs of the chosen profile. Every undo goes onto the lifecycle right after its resource exists. */
export async function openEngines(parts: EngineParts): Promise<Engines> {
  const { settings, log, lifecycle, metrics } = parts;
  const { appConfig } = await openMigrated(parts);
  const db = openDatabase<never>(appConfig, { max: 20, name: 'huiying' });
  lifecycle.onStop('database pool', () => db.destroy());
  const pool = openPool(appConfig, { max: 12, name: 'huiying bus' });
  lifecycle.onStop('bus pool', () => pool.end());
  const newClient = clientsOf(appConfig, 'huiying session');
  const time = systemTime;
  await checkMachineClock(time, askDatabaseTime(db));
  const clock = watchMachineClock({ time, log, steady: () => performance.now() }, askDatabaseTime(db));
  const installation = await claimInstallation(db, settings.profile, settings.mayChangeProfile);
  const keys = await openKeys(settings, db, time.now());
  const running = await announceStages(newClient(), settings.stages, process.pid);
  lifecycle.onStop('stage notice', () => running.close());
  const { bus, jobs, ask, shared, retentionDays } =
    settings.profile === 'embedded'
      ? openEmbedded({ appConfig, pool, newClient }, log)
      : await openDistributed(parts, installation, pool);
  const { kernel, relay, begin } = openKernel(
    { ...{ db, pool, newClient, bus, jobs, time, log, metrics, keys, clock }, retentionDays },
    lifecycle,
  );
  const ready = () => askReady({ database: () => sql`select 1`.execute(db), clock: clock.check, ...ask });
  const others = settings.profile === 'embedded' ? running.others : [];
  return { kernel, db, begin, ready, others, shared, wakeRelay: () => relay.wake() };
}

/** A server of one's own is waited for; the bundled one starts now or says why it cannot. */
async function openMigrated({ settings, log, lifecycle, waiting }: EngineParts): Promise<PostgresHandle> {
  const open = async (): Promise<PostgresHandle> => {
    const postgres = await openPostgres(settings, log);
    const { ownerConfig, appRole } = postgres;
    // Before the migration: a failed one must still give the bundled server up.
    lifecycle.onStop('postgres', () => postgres.stop(), 30_000);
    await migrate(ownerConfig, { appRole, ...(settings.profile === 'embedded' && { after: migrateJobsOn }) });
    return postgres;
  };
  return settings.databaseUrl === null ? open() : awaitEngine('database', waiting, open);
}

interface Engine {
  bus: EventBus;
  jobs: Jobs;
  /** What /readyz asks beside the database, by name. */
  ask: Record<string, () => Promise<unknown>>;
  shared: SharedDashboards | undefined;
  /** How long the bus keeps a message. */
  retentionDays: number;
}

interface Connections {
  appConfig: PoolConfig;
  pool: Pool;
  newClient: NewClient;
}

function openEmbedded({ appConfig, pool, newClient }: Connections, log: Logger): Engine {
  const bus = createPostgresBus({ pool, newClient, time: systemTime, log });
  const jobs = createBullJobs(postgresJobsBackend(appConfig), { time: systemTime, log });
  return { bus, jobs, ask: { bus: () => bus.ping() }, shared: undefined, retentionDays: TOPIC_RETENTION_DAYS };
}

async function openDistributed(
  { settings, log, lifecycle, waiting }: EngineParts,
  id: string,
  pool: Pool,
): Promise<Engine> {
  const [kafka, redis] = [settings.kafka!, settings.redis!]; // readSettings refuses the profile without them
  const time = systemTime;
  const bus = createKafkaBus({ kafka, time, log, positions: storedPositions(pool) });
  lifecycle.onStop('kafka', () => bus.close());
  await awaitEngine('kafka', waiting, () => bus.ensureTopics());
  await awaitEngine('redis', waiting, () => checkRedis(redis, log));
  await awaitEngine('redis', waiting, () => claimPrefix(redis, kafka, id));
  const backend = redisJobsBackend(redis, log);
  lifecycle.onStop('redis jobs', () => backend.close());
  const sockets = createSocketAdapter(redis, log);
  lifecycle.onStop('hints between dashboards', () => sockets.close());
  const limits = createRateLimits(redis, log);
  lifecycle.onStop('shared rate limits', () => limits.close());
  return {
    bus,
    retentionDays: kafka.retentionDays,
    jobs: createBullJobs(backend, { time, log }),
    ask: { kafka: () => bus.ping(), redis: () => backend.ping() },
    shared: { adapter: sockets.adapter, onReturn: sockets.onReturn, rateLimitStores: limits.storeOf },
  };
}
