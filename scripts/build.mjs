// Compile what changed: the server with tsc (emit only; `npm run types` checks), the web application with Vite.
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, readStamp, root, say, serverHash, webHash, withLock, writeStamp } from './lib.mjs';

function run(script, args, what) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (result.status !== 0) fail(`${what}失败：\n${result.stdout ?? ''}${result.stderr ?? ''}`);
}

function buildServer() {
  const hash = serverHash();
  if (readStamp('dist/.server') === hash) return;
  say('正在编译服务程序…');
  rmSync(join(root, 'dist.next'), { recursive: true, force: true });
  run('typescript/bin/tsc', ['-p', 'tsconfig.json', '--noCheck', '--outDir', 'dist.next'], '编译');
  // The web build lives inside dist: carry it over, then swap, so that a half-written dist is never run.
  if (existsSync(join(root, 'dist/web'))) renameSync(join(root, 'dist/web'), join(root, 'dist.next/web'));
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(join(root, 'dist.next'), join(root, 'dist'));
  writeStamp('dist/.server', hash);
}

function buildWeb() {
  if (!existsSync(join(root, 'dashboard/web/vite.config.ts'))) return;
  const hash = webHash();
  if (readStamp('dist/web/.built') === hash) return;
  say('正在编译网页…');
  run('vite/bin/vite.js', ['build', '--config', 'dashboard/web/vite.config.ts', '--logLevel', 'warn'], '网页编译');
  writeStamp('dist/web/.built', hash);
}

export function build({ web = true } = {}) {
  return withLock('build', async () => {
    buildServer();
    if (web) buildWeb();
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
