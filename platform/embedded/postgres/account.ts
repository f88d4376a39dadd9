import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The system account the server runs under; null = the account of this process. */
export type Account = { uid: number; gid: number } | null;

/** "nobody" of every Linux: needs no entry in /etc/passwd, owns nothing of value. */
const NOBODY = { uid: 65534, gid: 65534 };

/**
 * PostgreSQL refuses to run as root. A cluster made by an ordinary user keeps running as that user, else it is nobody.
 * @param cluster the data folder of the server, which need not exist yet.
 */
export function serverAccount(cluster: string, processUid = process.getuid?.()): Account {
  if (processUid !== 0) return null;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : NOBODY;
}

/** True when `account` may pass every folder above `path` and use `path` itself: 5 = read, 1 = pass (mode bits; access lists are not looked at). */
export function canReach(path: string, account: Account, bits = 0o5): boolean {
  if (account === null) return true;
  const real = realpathSync(path);
  return allows(real, account, bits) && parents(real).every((folder) => allows(folder, account, 0o1));
}

function parents(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...parents(parent)];
}

function allows(path: string, account: { uid: number; gid: number }, bits: number): boolean {
  const { uid, gid, mode } = statSync(path);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
}
