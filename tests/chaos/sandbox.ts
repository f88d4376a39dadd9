import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { PoolConfig } from 'pg';
import { openPostgres, type PostgresHandle } from '../../platform/app.ts';
import { anyLeft } from '../../platform/embedded/postgres/postmaster.ts';
import { runningServer } from '../../platform/embedded/postgres/server.ts';
import { openDatabase } from '../../platform/runtime/database.ts';
import { createLog } from '../../platform/runtime/log.ts';

/** A data folder of its own with whatever runs in it. */
export interface Sandbox {
  folder: string;
  data: string;
  /** Reads the database as the program does: attaches, or starts the server. */
  inDatabase<R>(work: (db: Kysely<never>) => Promise<R>): Promise<R>;
  /** As the owner of the schema: for tests that damage what they look at. */
  asOwner<R>(work: (db: Kysely<never>) => Promise<R>): Promise<R>;
  /** How to reach it as the application. Starts the server when none runs, and ends it again. */
  appConfig(): Promise<PoolConfig>;
  /** kill -9 of the PostgreSQL server itself; its children find out by themselves. False when none runs. */
  killDatabase(): boolean;
  /** Ends the server that a killed program left behind, and removes the folder. */
  remove(): Promise<void>;
}

const GONE_LIMIT_MS = 20_000;
const open = new Set<Sandbox>();

export function openSandbox(name: string): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), `huiying-chaos-${name}-`));
  chmodSync(folder, 0o711); // the server's own account has to pass
  const data = join(folder, 'data');
  const cluster = join(data, 'postgres', 'cluster');
  const sandbox: Sandbox = {
    ...{ folder, data },
    inDatabase: (work) => attach(data, ({ appConfig }) => using(appConfig, work)),
    asOwner: (work) => attach(data, ({ ownerConfig }) => using(ownerConfig, work)),
    appConfig: () => attach(data, (postgres) => Promise.resolve(postgres.appConfig)),
    killDatabase: () => signal(cluster, 'SIGKILL'),
    async remove() {
      await endServer(cluster);
      // An initdb that outlived its program may still be writing.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
      open.delete(sandbox);
    },
  };
  open.add(sandbox);
  return sandbox;
}

/** For a run that is interrupted. */
export async function removeAllSandboxes(): Promise<void> {
  for (const sandbox of [...open]) await sandbox.remove();
}

async function attach<R>(dataFolder: string, work: (postgres: PostgresHandle) => Promise<R>): Promise<R> {
  const postgres = await openPostgres({ databaseUrl: null, databaseOwnerUrl: null, dataFolder }, createLog('error'));
  try {
    return await work(postgres);
  } finally {
    await postgres.stop();
  }
}

async function using<R>(config: PoolConfig, work: (db: Kysely<never>) => Promise<R>): Promise<R> {
  const db = openDatabase<never>(config, { max: 2, name: 'huiying chaos' });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

function signal(cluster: string, name: NodeJS.Signals): boolean {
  const server = runningServer(cluster);
  if (!server) return false;
  try {
    process.kill(server.pid, name);
    return true;
  } catch {
    return false; // ended in between
  }
}

async function endServer(cluster: string): Promise<void> {
  for (const until = Date.now() + GONE_LIMIT_MS; Date.now() < until; await pause(50)) {
    if (!existsSync(cluster) || !anyLeft(cluster)) return;
    signal(cluster, 'SIGQUIT');
  }
}
