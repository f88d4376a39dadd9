import { setTimeout as pause } from 'node:timers/promises';
import type { PoolConfig } from 'pg';
import type pg from 'pg';
import { AppError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/log.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster, OWNER_ROLE } from './cluster.ts';
import { preparePlaces, type Places } from './places.ts';
import type { Postmaster } from './postmaster.ts';
import { enter, type Presence } from './presence.ts';
import { APP_ROLE, DATABASE, ensureDatabase } from './roles.ts';
import { runningServer, spawnServer, stopServer } from './server.ts';

export interface EmbeddedPostgresOptions {
  /** HUIYING_DATA; the cluster lies in its folder `postgres`. */
  dataFolder: string;
  log: Logger;
  /** Server settings on top of ours; throw-away servers of tests switch durability off. */
  settings?: Record<string, string>;
  /** Where clusters and programs go that the server's account cannot reach. */
  varFolder?: string;
}

export interface EmbeddedPostgres {
  /** Role for migrations; it owns the database. */
  ownerConfig: PoolConfig;
  /** Role for everything else; it cannot change the schema or rewrite the audit. */
  appConfig: PoolConfig;
  /** True when a server of this data folder was running already. */
  attached: boolean;
  pid(): number;
  logFile: string;
  /** Gives the server up; the last of its users stops it and waits until it has ended. Close your pools before. */
  stop(): Promise<void>;
}

const START_PATIENCE_MS = 120_000;
const RESTART_PAUSE_MS = 500;

/**
 * Real PostgreSQL on a unix socket in the data folder. Any number of processes may use one data folder: the first
 * starts the server, the others attach, the last to leave stops it. When the server dies while in use it is started again.
 * @throws AppError 'misconfigured' (platform, installation, folder of another account) or 'unavailable' (with its log).
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  const places = preparePlaces(options.dataFolder, findBinaries(), log, options.varFolder);
  let stopped = false;
  let reviving: Promise<void> | undefined;
  let held: Held;
  const hold = async (): Promise<Held> =>
    (held = await holdServer(places, log, options.settings ?? {}, () => (reviving = revive())));
  const revive = async (): Promise<void> => {
    for (log.warn('数据库意外停止，正在重新启动'); !stopped; await pause(RESTART_PAUSE_MS)) {
      try {
        await hold();
        return;
      } catch (error) {
        log.error({ err: error }, '数据库重新启动失败，稍后再试');
      }
    }
  };
  held = await hold();
  const socket = { host: held.postmaster.socketFolder, port: held.postmaster.port, database: DATABASE };
  return {
    ownerConfig: { ...socket, user: OWNER_ROLE, password: places.secrets.owner },
    appConfig: { ...socket, user: APP_ROLE, password: places.secrets.app },
    attached: held.attached,
    pid: () => held.postmaster.pid,
    logFile: places.logFile,
    async stop() {
      if (stopped) return;
      stopped = true;
      await reviving;
      const alone = await held.presence.leave().catch(() => false);
      if (alone) await stopServer(held.postmaster, places.cluster);
      await held.presence.close();
    },
  };
}

interface Held {
  postmaster: Postmaster;
  presence: Presence;
  attached: boolean;
}

/** Attaches or starts, again and again while servers come and go under us, until one is held. */
async function holdServer(
  places: Places,
  log: Logger,
  settings: Record<string, string>,
  onLost: () => void,
): Promise<Held> {
  const deadline = Date.now() + START_PATIENCE_MS;
  await ensureCluster(places, log, settings['fsync'] !== 'off');
  for (;;) {
    const running = runningServer(places.cluster);
    const postmaster = running ?? (await spawnServer(places, settings));
    if (postmaster?.status === 'ready') {
      const presence = await enterUnlessGoing(places, postmaster, onLost);
      if (presence) {
        await ensureDatabase(presence.admin, places.secrets);
        return { postmaster, presence, attached: running !== undefined };
      }
    }
    if (Date.now() > deadline) throw new AppError('unavailable', `数据库长时间未就绪，请看日志 ${places.logFile}`);
    await pause(30);
  }
}

/** Connection refused, socket gone, starting up, shutting down, ended by the administrator. */
const GOING = new Set(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', '57P03', '57P01', '57P02']);

async function enterUnlessGoing(places: Places, at: Postmaster, onLost: () => void): Promise<Presence | undefined> {
  const config = { host: at.socketFolder, port: at.port, user: OWNER_ROLE, password: places.secrets.owner };
  try {
    return await enter({ ...config, database: 'postgres' }, onLost);
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    if (code === '28P01')
      throw new AppError('misconfigured', `数据库口令文件与数据库不符：${places.cluster} 旁的 roles.json`);
    if (GOING.has(code ?? '') || message.includes('Connection terminated')) return undefined;
    throw error;
  }
}
