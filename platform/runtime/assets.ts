import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the installation (the folder with package.json), the same from source and from dist. */
export const ROOT_FOLDER = findRoot(dirname(fileURLToPath(import.meta.url)));

/** A shipped file that is not code: SQL, YAML, dictionaries, web build. */
export function assetPath(...parts: string[]): string {
  return join(ROOT_FOLDER, ...parts);
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('package.json not found above the program');
  return findRoot(parent);
}
