import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../platform/embedded/postgres/start.ts';
import { createLog } from '../../platform/runtime/log.ts';
import { keepEngines } from './engine-keeper.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { ownerConfig: PoolConfig; appConfig: PoolConfig };
    /** Where real engines are asked for (engines.ts). */
    engineKeeper: string;
  }
}

/** Nothing here must survive a power cut. */
const THROW_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/** One PostgreSQL for the whole run, in a temp folder of its own, gone with the run however it ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-tests-'));
  chmodSync(folder, 0o711); // the server's own account has to pass
  const watcher = watch(folder);
  const server = await startEmbeddedPostgres({ dataFolder: folder, log: createLog('warn'), settings: THROW_AWAY });
  project.provide('postgres', { ownerConfig: server.ownerConfig, appConfig: server.appConfig });
  const keeper = await keepEngines(folder);
  project.provide('engineKeeper', keeper.url);
  return async () => {
    await keeper.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
    watcher.stdin.end('done\n');
  };
}

/** A shell in a session of its own whose input ends when this process dies, even by kill -9; then it clears up. */
function watch(folder: string) {
  const script = `read done || {
    while pid=$(head -n 1 "$1/postgres/cluster/postmaster.pid"); do kill -QUIT "$pid"; sleep 0.2; done
    while rm -rf "$1"; sleep 1; [ -e "$1" ]; do :; done # initdb may still be writing
  }`;
  const watcher = spawn('/bin/sh', ['-c', script, 'watch', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
  return watcher;
}
