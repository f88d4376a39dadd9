import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Someone else's engines live in this folder. */
export class AlreadyRunning extends Error {}

/**
 * Makes this process the only one that runs engines in `folder`; the lock of a crashed one is taken over.
 * @returns gives the folder free. @throws AlreadyRunning, and then nothing was touched
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, LOCK_FILE);
  const draft = `${file}.${process.pid}`;
  const own = `${process.pid} ${startMark(process.pid)}\n`;
  writeFileSync(draft, own);
  try {
    for (;;) {
      if (tryLink(draft, file)) return () => void (read(file) === own && rmSync(file, { force: true }));
      const held = read(file);
      if (held !== undefined && isAlive(held))
        throw new AlreadyRunning(`engines already run here (pid ${held.split(' ')[0]}): ${folder}`);
      if (held !== undefined) removeStale(file, held);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

export const LOCK_FILE = 'lock';

/** Linking is atomic and the file is complete from its first moment. */
function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Of two who saw the same stale lock only one moves it; what turns out to be someone's new lock is put back. */
function removeStale(file: string, seen: string): void {
  const moved = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (read(moved) !== seen) tryLink(moved, file);
  rmSync(moved, { force: true });
}

function isAlive(held: string): boolean {
  const [pid, mark] = [Number(held.split(' ')[0]), held.trim().split(' ')[1] ?? ''];
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = startMark(pid);
  return mark === '' || now === '' || mark === now;
}

/** When the process started, in ticks since boot: tells it from a later one of the same pid. Empty outside Linux. */
function startMark(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // gone
  }
}
