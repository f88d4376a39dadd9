import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from '../../platform/embedded/postgres/binaries.ts';
import { ensureCluster, OWNER_ROLE } from '../../platform/embedded/postgres/cluster.ts';
import { preparePlaces, type Places } from '../../platform/embedded/postgres/places.ts';
import { APP_ROLE, DATABASE, ensureDatabase } from '../../platform/embedded/postgres/roles.ts';
import { belongsTo, type Postmaster } from '../../platform/embedded/postgres/postmaster.ts';
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
  let release: (() => void) | undefined;
  /** What this process started; a server of someone else on the same data is never touched. */
  let own: Postmaster | undefined;
  const running = (): boolean => own !== undefined && belongsTo(own.pid, places.cluster);
  const stop = async (): Promise<void> => {
    if (own) await stopServer(own, places.cluster);
    own = undefined;
  };
  return {
    ...{ name: 'postgres', port, folder, running, stop },
    env: { DATABASE_URL: url(APP_ROLE, places.secrets.app), DATABASE_OWNER_URL: owner },
    async start() {
      if (running()) return;
      await untilAlone(places);
      release ??= endWithUs(join(places.cluster, 'postmaster.pid'), 'QUIT');
      own = await start(places, settings);
      await prepareDatabase(places, owner);
    },
    async kill() {
      if (own && running()) process.kill(own.pid, 'SIGKILL');
      // Its children notice by themselves, and only then may a new one start.
      while (running()) await pause(10);
    },
    freeze: () => signalAll(running() ? own : undefined, 'SIGSTOP'),
    thaw: () => signalAll(running() ? own : undefined, 'SIGCONT'),
    async remove() {
      await stop();
      release?.();
      release = undefined;
      for (const each of [folder, places.secrets.outside]) if (each) rmSync(each, { recursive: true, force: true });
    },
  };
}

/** The server and everyone who works for it: each backend stands in a session of its own. */
function signalAll(server: Postmaster | undefined, name: NodeJS.Signals): void {
  if (!server) return;
  const children = spawnSync('ps', ['-o', 'pid=', '--ppid', String(server.pid)], { encoding: 'utf8' }).stdout;
  for (const pid of [server.pid, ...children.split('\n').map(Number).filter(Boolean)])
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // that one has just ended
    }
}

/** Remains of a run that died end by themselves. @throws when a living server holds the data: it is not ours. */
async function untilAlone({ cluster }: Places): Promise<void> {
  for (const until = Date.now() + OTHER_LIMIT_MS; ; await pause(50)) {
    const other = runningServer(cluster);
    if (!other) return;
    if (Date.now() > until) throw new Error(`postgres: pid ${other.pid} already serves ${cluster}; not touched`);
  }
}

const OTHER_LIMIT_MS = 5_000;

async function start(places: Places, settings: Record<string, string>): Promise<Postmaster> {
  await ensureCluster(places, createLog('warn'), settings['fsync'] !== 'off');
  for (;;) {
    const server = await spawnServer(places, settings);
    if (server) return server;
    await untilAlone(places);
    await pause(50); // remains of a killed server still run
  }
}

async function prepareDatabase(places: Places, owner: string): Promise<void> {
  const admin = new pg.Client({ connectionString: owner.replace(/\/[^/]*$/, '/postgres') });
  await admin.connect();
  try {
    await ensureDatabase(admin, places.secrets);
  } finally {
    await admin.end();
  }
}
