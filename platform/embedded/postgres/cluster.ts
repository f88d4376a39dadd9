import { spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Account } from './account.ts';
import { program } from './binaries.ts';
import type { Places } from './places.ts';

/** The superuser of the embedded server: runs migrations, never serves requests. */
export const OWNER_ROLE = 'huiying_owner';

/** Ctype decides what pg_trgm takes for a letter, so it must be UTF-8; C.UTF-8 is missing on some older systems. */
const CTYPES = ['C.UTF-8', 'en_US.UTF-8', 'zh_CN.UTF-8'];

/**
 * Makes the cluster when there is none. It is made under another name and then renamed, so that a killed first
 * start leaves no half cluster, and of two first starts one wins.
 * @param durable false for throw-away clusters: nothing waits for the disk.
 */
export async function ensureCluster(places: Places, log: Logger, durable: boolean): Promise<void> {
  if (existsSync(join(places.cluster, 'PG_VERSION'))) return checkVersion(places);
  const id = randomBytes(4).toString('hex');
  const draft = `${places.cluster}.${id}`;
  const passwordFile = `${places.cluster}.${id}.password`;
  writeFileSync(passwordFile, places.secrets.owner, { mode: 0o600 });
  if (places.account) chownSync(passwordFile, places.account.uid, places.account.gid);
  try {
    await initialise(places, draft, passwordFile, durable ? [] : ['--no-sync']);
    log.debug({ folder: places.cluster }, '数据库已初始化');
    renameSync(draft, places.cluster);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(places.cluster, 'PG_VERSION'))) throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function initialise(places: Places, draft: string, passwordFile: string, extra: string[]): Promise<void> {
  let output = '';
  for (const ctype of CTYPES) {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    if (places.account) chownSync(draft, places.account.uid, places.account.gid);
    const locale = ctype === 'C.UTF-8' ? [`--locale=${ctype}`] : ['--locale=C', `--lc-ctype=${ctype}`];
    const result = await run(
      program(places.binaries, 'initdb'),
      [
        ...['-D', draft, '--encoding=UTF8', ...locale, '--auth=scram-sha-256', `--username=${OWNER_ROLE}`],
        ...[`--pwfile=${passwordFile}`, '--no-instructions', ...extra],
      ],
      as(places.account),
    );
    if (result.code === 0) return;
    output = result.output;
    if (!output.includes('invalid locale')) break;
  }
  const nameless = output.includes('could not look up effective user ID');
  const hint = nameless ? '当前系统账号没有登记在 /etc/passwd，请先建立该账号，或设置 DATABASE_URL。\n' : '';
  throw new AppError('misconfigured', `数据库初始化失败（${draft}）：\n${hint}${output.trim()}`);
}

/** Spawn options for the server's account: own session, so that Ctrl-C in the terminal does not reach it before us. */
export function as(account: Account): SpawnOptions {
  return {
    cwd: '/',
    detached: true,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_MESSAGES: 'C', TZ: 'Asia/Shanghai' },
    ...(account ?? {}),
  };
}

function run(command: string, args: string[], options: SpawnOptions): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

function checkVersion(places: Places): void {
  const made = readFileSync(join(places.cluster, 'PG_VERSION'), 'utf8').trim();
  const shipped = places.binaries.version.split('.')[0];
  if (made !== shipped)
    throw new AppError(
      'misconfigured',
      `数据库由 PostgreSQL ${made} 建立，本程序自带 ${shipped}。请用旧程序 huiying backup 备份，在新数据目录 huiying restore。`,
    );
}
