import { spawn } from 'node:child_process';
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../runtime/errors.ts';
import { program } from './binaries.ts';
import { as } from './cluster.ts';
import type { Places } from './places.ts';
import { anyLeft, belongsTo, readPostmaster, type Postmaster } from './postmaster.ts';

/** Durable (fsync and synchronous commits stay on), tuned for one machine without replicas. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '120',
  shared_buffers: '128MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'Asia/Shanghai',
  log_timezone: 'Asia/Shanghai',
  log_line_prefix: '%m [%p] ',
};

const LARGEST_LOG = 16 * 1024 * 1024;
const STOP_PATIENCE_MS = 60_000;

/** The running server of the cluster, if it is alive and really this cluster's. */
export function runningServer(cluster: string): Postmaster | undefined {
  const postmaster = existsSync(cluster) ? readPostmaster(cluster) : undefined;
  return postmaster && belongsTo(postmaster.pid, cluster) ? postmaster : undefined;
}

/**
 * Starts a server and waits until it takes connections.
 * @returns undefined when another start won the race, or remains of a killed server still run: look again.
 * @throws AppError with the end of the server's log when it cannot start.
 */
export async function spawnServer(places: Places, extra: Record<string, string>): Promise<Postmaster | undefined> {
  removeForeignPidFile(places.cluster);
  const log = openLog(places);
  const start = statSync(places.logFile).size;
  const settings = { ...SETTINGS, unix_socket_directories: places.socketFolder, ...extra };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(program(places.binaries, 'postgres'), ['-D', places.cluster, ...args], {
    ...as(places.account),
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  let failure: Error | undefined;
  child.on('error', (error) => (failure = error));
  for (;;) {
    await pause(10);
    if (failure || child.exitCode !== null || child.signalCode !== null) break;
    const postmaster = readPostmaster(places.cluster);
    if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return postmaster;
  }
  const said = failure?.message ?? readFileSync(places.logFile).subarray(start).toString();
  if (/lock file ".*" already exists|pre-existing shared memory|is in use/.test(said)) return undefined;
  throw new AppError(
    'unavailable',
    `自带的 PostgreSQL 未能启动（日志 ${places.logFile}）：\n${said.trim().slice(-2000)}`,
  );
}

/** Fast shutdown: sessions are ended, everything is written, then the process ends. */
export async function stopServer(postmaster: Postmaster, cluster: string): Promise<void> {
  const deadline = Date.now() + STOP_PATIENCE_MS;
  let signal: NodeJS.Signals = 'SIGINT';
  for (let rounds = 0; belongsTo(postmaster.pid, cluster); rounds += 1) {
    if (Date.now() > deadline) signal = 'SIGQUIT'; // recovers from its log at the next start
    if (rounds % 100 === 0) kill(postmaster.pid, signal);
    await pause(10);
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * PostgreSQL itself replaces the file of a dead process, but refuses when the pid now belongs to someone else
 * (reboot, zombie). While any process of the cluster is left the file stays: it guards against two writers.
 */
function removeForeignPidFile(cluster: string): void {
  const postmaster = readPostmaster(cluster);
  if (postmaster && !belongsTo(postmaster.pid, cluster) && !anyLeft(cluster))
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

function openLog(places: Places): number {
  const size = statSync(places.logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG) renameSync(places.logFile, `${places.logFile}.1`);
  const log = openSync(places.logFile, 'a', 0o600);
  if (places.account) chownSync(places.logFile, places.account.uid, places.account.gid);
  return log;
}
