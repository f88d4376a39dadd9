import {
  createPostgresBackend,
  runMigrations,
  type PgPool,
  type PostgresConnectionOptions,
  type PostgresQueueBackend,
} from 'bullmq';
import { Client, type ClientBase, type PoolConfig } from 'pg';
import { openPool } from '../../runtime/database.ts';
import { grantApp } from '../../runtime/grants.ts';
import { guardCheckedOut } from '../../runtime/pg-session.ts';
import type { BullBackend } from '../../runtime/bull-backend.ts';

const SCHEMA = 'bullmq';

/** BullMQ on the installation's own PostgreSQL. Each worker holds one connection of the pool to listen. */
export function postgresJobsBackend(
  config: PoolConfig,
  connections = 20,
): BullBackend<PostgresQueueBackend, PostgresConnectionOptions> {
  const options = `-c search_path=${SCHEMA},public`;
  const pool = guardCheckedOut(openPool({ ...config, options }, { max: connections, name: 'huiying jobs' }));
  // One pool serves many queues, each of which listens to its errors.
  pool.setMaxListeners(0);
  // Its own narrow pool type differs from @types/pg in overloads only.
  return { factory: createPostgresBackend, connection: pool as unknown as PgPool, close: () => pool.end() };
}

/** BullMQ's own schema, as the owner; hand it to migrate() as `after` so that the rights are given in the same run. */
export const migrateJobsOn = async (owner: ClientBase): Promise<void> => void (await runMigrations(owner, SCHEMA));

/** The same by itself: makes or updates the schema and gives the application its rights. */
export async function migrateJobs(ownerConfig: PoolConfig, appRole: string): Promise<void> {
  const owner = new Client({ ...ownerConfig, application_name: 'huiying migrate jobs' });
  await owner.connect();
  try {
    await migrateJobsOn(owner);
    await grantApp(owner, appRole);
  } finally {
    await owner.end();
  }
}
