import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/log.ts';
import { canReach, serverAccount, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { loadSecrets, type Secrets } from './secrets.ts';

export interface Places {
  cluster: string;
  socketFolder: string;
  logFile: string;
  account: Account;
  binaries: Binaries;
  secrets: Secrets;
}

/** A unix socket's path may have 107 bytes; the file name takes 15 of them. */
const LONGEST_SOCKET_PATH = 100;
const SOCKET_NAME = '/.s.PGSQL.5432';

/** Decides where everything lies and makes the folders; the same answer at every start of one data folder. */
export function preparePlaces(dataFolder: string, binaries: Binaries, log: Logger, varFolder = '/var/lib'): Places {
  const home = join(dataFolder, 'postgres');
  makeFolder(dataFolder);
  makeFolder(home);
  const first = serverAccount(join(home, 'cluster'));
  const secrets = loadSecrets(join(home, 'roles.json'), () =>
    canReach(home, first, 0o1) ? null : join(varFolder, `huiying-${randomBytes(6).toString('hex')}`),
  );
  const base = secrets.outside ?? home;
  if (secrets.outside) {
    makeFolder(base);
    log.info({ folder: base }, '数据库账号进不了数据目录，数据库文件放在此处');
  }
  const cluster = join(base, 'cluster');
  const account = serverAccount(cluster);
  return {
    cluster,
    socketFolder: makeSocketFolder(base, account),
    logFile: join(base, 'postgres.log'),
    account,
    binaries: reachableBinaries(binaries, account, log, varFolder),
    secrets,
  };
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

const WHY: Partial<Record<string, string>> = {
  EACCES: '没有写入权限',
  EROFS: '所在磁盘为只读',
  EEXIST: '同名的文件已经存在',
  ENOTDIR: '路径中有一级不是目录',
  ENOSPC: '磁盘已满',
};

/** @throws AppError 'misconfigured' saying which folder cannot be made, and why. */
function mkdirOrExplain(folder: string): string | undefined {
  try {
    return mkdirSync(folder, { recursive: true });
  } catch (error) {
    const why = WHY[(error as NodeJS.ErrnoException).code ?? ''];
    if (why === undefined) throw error;
    throw new AppError('misconfigured', `无法建立数据目录 ${folder}：${why}。请换一个目录，或检查其权限。`);
  }
}

/** 0711 for root, so that the server's account may pass but not list; the files inside protect themselves. */
function makeFolder(folder: string): void {
  const made = mkdirOrExplain(folder);
  if (made !== undefined && process.getuid?.() === 0) chmodSync(folder, 0o711);
}

/** @throws AppError when somebody else holds the short folder's name under the tmp dir. */
function makeSocketFolder(base: string, account: Account): string {
  const near = join(base, 'socket');
  const isLong = Buffer.byteLength(near + SOCKET_NAME) > LONGEST_SOCKET_PATH;
  const folder = isLong ? join(tmpdir(), `huiying-${shortHash(base)}`) : near;
  mkdirSync(folder, { mode: 0o700, recursive: true });
  const own = lstatSync(folder).uid === process.getuid?.();
  if (account && (own || !isLong)) chownSync(folder, account.uid, account.gid);
  const { uid, mode } = lstatSync(folder);
  if (!lstatSync(folder).isDirectory() || uid !== (account?.uid ?? process.getuid?.()) || (mode & 0o77) !== 0)
    throw new AppError('misconfigured', `数据库套接字目录 ${folder} 不属于本系统或权限过宽，请删除后重试。`);
  return folder;
}

/** The package's own folder, or a readable copy of it (60 MB, made once a version). */
function reachableBinaries(binaries: Binaries, account: Account, log: Logger, varFolder: string): Binaries {
  const wanted = ['bin/postgres', 'bin/initdb', 'lib', 'share/postgresql'];
  if (wanted.every((path) => canReach(join(binaries.folder, path), account))) return binaries;
  const folder = join(varFolder, `huiying-postgresql-${binaries.version}-${process.arch}`);
  if (!existsSync(folder)) {
    log.info({ folder }, '数据库账号读不了程序目录，PostgreSQL 程序复制到此处');
    const draft = `${folder}.${randomBytes(4).toString('hex')}`;
    cpSync(binaries.folder, draft, { recursive: true, verbatimSymlinks: true });
    openToAll(draft);
    try {
      renameSync(draft, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error; // else another start was faster; its copy is the same
    }
  }
  return { ...binaries, folder };
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode | 0o444 | (folder.endsWith('/bin') ? 0o111 : 0));
  }
}
