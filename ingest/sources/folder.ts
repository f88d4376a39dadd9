import { mkdir, readdir, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { AppError } from '../../platform/runtime/errors.ts';
import { importFile } from '../imports/import-file.ts';
import type { PollSource, Polled, SourceDeps } from '../source.ts';
import type { SourceOf } from '../../config/schema/sources.ts';

/** Half-written files: other programs rename when they are done. Refused rows are our own output. */
const UNFINISHED = /(?:^[.~]|\.(?:part|tmp|crdownload|refused\.(?:csv|jsonl))$)/i;
const ACTOR = { id: 'system', name: 'folder', unitId: null, roles: [] };

/** Files put into a folder, each imported once; a file that cannot be read is told in the source's state and does not stop the others. */
export const pollFolder: PollSource<'folder'> = async (source, cursor, deps) => {
  const folder = inside(deps.dataFolder, source.path);
  await mkdir(folder, { recursive: true });
  const known = (cursor.state['files'] ?? {}) as Record<string, string>;
  const files: Record<string, string> = {};
  const total: Polled = { new: 0, updated: 0, refused: 0, cursor };
  const failures: string[] = [];
  for (const name of (await readdir(folder)).filter((each) => !UNFINISHED.test(each)).sort()) {
    const { isFile, mark } = await look(join(folder, name));
    if (!isFile) continue;
    if (known[name] !== mark)
      await bring(join(folder, name), source, deps, total).catch((error: unknown) =>
        failures.push(`${name}：${told(error)}`),
      );
    files[name] = mark;
  }
  return {
    ...total,
    cursor: { ...cursor, state: { files, ...(failures.length > 0 && { failures: failures.slice(0, 20) }) } },
  };
};

async function look(path: string): Promise<{ isFile: boolean; mark: string }> {
  const found = await stat(path);
  return { isFile: found.isFile(), mark: `${found.size}:${found.mtimeMs}` };
}

async function bring(path: string, source: SourceOf<'folder'>, deps: SourceDeps, total: Polled): Promise<void> {
  const summary = await importFile(deps.kernel, {
    ...deps.collect,
    path,
    source: source.id,
    sourceType: source.sourceType,
    actor: ACTOR,
  });
  total.new += summary.new;
  total.updated += summary.updated;
  total.refused += summary.refused;
}

/** Bad files are the user's to mend; anything else is ours and must be tried again. */
function told(error: unknown): string {
  if (error instanceof AppError && error.code !== 'unavailable' && error.code !== 'conflict') return error.message;
  throw error;
}

function inside(dataFolder: string, path: string): string {
  const folder = resolve(dataFolder, path);
  if (folder !== dataFolder && !folder.startsWith(dataFolder + sep))
    throw new AppError('misconfigured', `文件夹来源必须在数据目录之内：${path}`);
  return folder;
}
