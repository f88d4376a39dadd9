// Shared by setup, build and the command. Node's own modules only: this runs before anything is installed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SERVER = [
  'main.ts',
  'cli.ts',
  'cli',
  'ingest',
  'analyzer',
  'responder',
  'dashboard',
  'config',
  'platform',
  'tests',
  'tools',
  'tsconfig.json',
  'scripts',
];
const WEB = [
  'dashboard/web',
  'dashboard/api',
  'ingest/messages.ts',
  'analyzer/messages.ts',
  'responder/messages.ts',
  'package-lock.json',
];

/** Messages go to stderr: stdout belongs to the command's data. */
export const say = (text) => process.stderr.write(`${text}\n`);

export function fail(text) {
  say(text);
  process.exit(1);
}

/** Content hash over files and folders, so that a fresh clone, a touch or a checkout never builds twice for nothing. */
function hashOf(paths, without) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  const visit = (path) => {
    if (!existsSync(path) || relative(root, path) === without) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort())
        if (name !== 'node_modules' && name !== 'dist') visit(join(path, name));
    } else if (/\.(ts|js|mjs|vue|css|html|json|svg)$/.test(path)) {
      hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
    }
  };
  for (const path of paths) visit(join(root, path));
  return hash.digest('hex');
}

export const serverHash = () => hashOf(SERVER, 'dashboard/web');
export const webHash = () => hashOf(WEB);

export function installHash() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(root, name)));
  return hash.digest('hex');
}

export const readStamp = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');
export const writeStamp = (file, value) => writeFileSync(join(root, file), value);

/** One install or build at a time in a checkout; the lock of a dead process is taken over. */
export async function withLock(name, work) {
  const folder = join(root, 'node_modules', '.huiying');
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, `${name}.lock`);
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const owner = Number(existsSync(lock) ? readFileSync(lock, 'utf8') : 0);
      if (!isAlive(owner)) rmSync(lock, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
