import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from '../../platform/embedded/postgres/binaries.ts';
import { ensureCluster, OWNER_ROLE } from '../../platform/embedded/postgres/cluster.ts';
import { preparePlaces, type Places } from '../../platform/embedded/postgres/places.ts';
import { APP_ROLE, DATABASE, ensureDatabase } from '../../platform/embedded/postgres/roles.ts';
import { runningServer, spawnServer, stopServer } from '../../platform/embedded/postgres/server.ts';
import { createLog } from '../../platform/runtime/log.ts';
import { endWithUs } from './end-with-us.ts';
import type { Engine } from './engine.ts';
import { freePort } from './server-process.ts';

export interface PostgresOptions {
  folder: string;
  port?: number;
  /** Server settings on top of ours, for instance { fsync: 'off' }. */
  settings?: Record<string, string>;
}

/** The bundled PostgreSQL on a TCP port of its own, as an ordinary server would stand in a city's machine room. */
export async function createPostgres(options: PostgresOptions): Promise<Engine> {
  const folder = join(options.folder, 'pg');
  const port = options.port ?? (await freePort());
  const places = preparePlaces(folder, findBinaries(), createLog('warn'));
  const settings = { listen_addresses: '127.0.0.1', port: String(port), max_connections: '300', ...options.settings };
  const url = (role: string, password: string): string =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${DATABASE}`;
  const owner = url(OWNER_ROLE, places.secrets.owner);
  const release = endWithUs(join(places.cluster, 'postmaster.pid'), 'QUIT');
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    const server = runningServer(places.cluster);
    if (server) process.kill(server.pid, name);
  };
  const running = (): boolean => runningServer(places.cluster) !== undefined;
  const stop = async (): Promise<void> => {
    const server = runningServer(places.cluster);
    if (server) await stopServer(server, places.cluster);
  };
  return {
    ...{ name: 'postgres', port, folder, running, stop },
    env: { DATABASE_URL: url(APP_ROLE, places.secrets.app), DATABASE_OWNER_URL: owner },
    start: () => start(places, settings, owner),
    async kill() {
      await signal('SIGKILL');
      // Its children notice by themselves, and only then may a new one start.
      while (running()) await pause(10);
    },
    freeze: () => signalAll(places.cluster, 'SIGSTOP'),
    thaw: () => signalAll(places.cluster, 'SIGCONT'),
    async remove() {
      await stop();
      release();
      for (const each of [folder, places.secrets.outside]) if (each) rmSync(each, { recursive: true, force: true });
    },
  };
}

/** The server and everyone who works for it: each backend stands in a session of its own. */
function signalAll(cluster: string, name: NodeJS.Signals): void {
  const server = runningServer(cluster);
  if (!server) return;
  const children = spawnSync('ps', ['-o', 'pid=', '--ppid', String(server.pid)], { encoding: 'utf8' }).stdout;
  for (const pid of [server.pid, ...children.split('\n').map(Number).filter(Boolean)])
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // that one has just ended
    }
}

async function start(places: Places, settings: Record<string, string>, owner: string): Promise<void> {
  await ensureCluster(places, createLog('warn'), settings['fsync'] !== 'off');
  // Undefined while remains of a killed server still run.
  while (!runningServer(places.cluster) && !(await spawnServer(places, settings))) await pause(50);
  const admin = new pg.Client({ connectionString: owner.replace(/\/[^/]*$/, '/postgres') });
  await admin.connect();
  try {
    await ensureDatabase(admin, places.secrets);
  } finally {
    await admin.end();
  }
}
