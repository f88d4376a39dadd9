import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { AppError } from '../../runtime/errors.ts';

/** What must survive beside the cluster: passwords of the two roles, and where the cluster lies. */
export interface Secrets {
  owner: string;
  app: string;
  /** Folder outside the data folder, or null when the cluster lies inside. */
  outside: string | null;
}

/** Reads the 0600 file, or makes it. Of two processes that make it at once, one wins and both use its content. */
export function loadSecrets(file: string, outside: () => string | null): Secrets {
  const existing = read(file);
  if (existing) return existing;
  const fresh: Secrets = { owner: password(), app: password(), outside: outside() };
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(fresh), { mode: 0o600 });
  try {
    linkSync(draft, file); // unlike rename, refuses to replace
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return read(file)!;
  } finally {
    rmSync(draft);
  }
}

const password = (): string => randomBytes(24).toString('base64url');

function read(file: string): Secrets | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES')
      throw new AppError('misconfigured', `数据目录属于另一个系统账号，读不了 ${file}。请用原来的账号启动。`);
    throw new AppError('misconfigured', `文件 ${file} 已损坏：${(error as Error).message}`);
  }
}
