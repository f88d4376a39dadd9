import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** What a running server writes into postmaster.pid. */
export interface Postmaster {
  pid: number;
  port: number;
  socketFolder: string;
  status: string;
}

/** Undefined when there is no file, or it is still being written. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined; // not there, or going away at this moment
  }
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid === 0) return undefined;
  return { pid, port: Number(lines[3]), socketFolder: lines[4] ?? '', status: (lines[7] ?? '').trim() };
}

/**
 * Is `pid` a process of this cluster? A pid alone proves nothing: after a reboot it may belong to anything, and a
 * zombie still answers signal 0. Every PostgreSQL process stands in its cluster's folder.
 */
export function belongsTo(pid: number, cluster: string): boolean {
  if (process.platform === 'linux') return workingFolder(pid) === realpathSync(cluster);
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).includes(cluster);
  } catch {
    return false; // ps exits 1 when there is no such process
  }
}

/** Any process of the cluster left, for instance a busy backend whose postmaster was killed. */
export function anyLeft(cluster: string): boolean {
  if (process.platform !== 'linux') return false;
  const real = realpathSync(cluster);
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && workingFolder(Number(name)) === real);
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // gone, a zombie, or another account's
  }
}
