import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { EngineMissing, type Engine } from './engine.ts';
import { freePort, serverProcess } from './server-process.ts';

export interface RedisOptions {
  folder: string;
  port?: number;
  /** More arguments of redis-server, for instance ['--requirepass', 'x']. */
  args?: string[];
}

/** @throws EngineMissing when redis-server is not on the PATH. */
export async function createRedis({ folder, port, args = [] }: RedisOptions): Promise<Engine> {
  if (spawnSync('redis-server', ['--version']).status !== 0)
    throw new EngineMissing("redis-server is not installed: apt-get install redis-server (or your system's package)");
  const at = port ?? (await freePort());
  // The same promises as in docker-compose.yml: append-only file, nothing evicted.
  const own = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction', '--save', ''];
  return serverProcess({
    ...{ name: 'redis', folder: join(folder, 'redis'), port: at, command: 'redis-server' },
    env: { REDIS_URL: `redis://127.0.0.1:${at}/0` },
    args: ['--port', String(at), '--bind', '127.0.0.1', '--daemonize', 'no', ...own, ...args],
  });
}
