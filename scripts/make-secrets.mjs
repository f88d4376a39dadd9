// Runs as root in a container of its own before the others: makes the passwords of the engines and says them to each service by files.
// One random seed is written first and at once; everything else follows from it, so that a run killed half-way is healed by the next.
// A file that exists is never touched: a password you put there yourself stays.
import { Buffer } from 'node:buffer';
import { createHmac, randomBytes } from 'node:crypto';
import { chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Users of the images: postgres and redis of Debian are 999, node is 1000. */
const POSTGRES = 999;
const REDIS = 999;
const NODE = 1000;

/** What each service may read, by folder (a volume each) and file. `password(name)` is 64 hexadecimal digits. */
export function secretFiles(password, masterKey = password('master key')) {
  const owner = password('postgres owner');
  const app = password('postgres app');
  const redis = password('redis');
  return {
    postgres: { uid: POSTGRES, files: { 'owner-password': owner, 'app-password': app } },
    redis: { uid: REDIS, files: { password: redis, 'redis.conf': `requirepass ${redis}` } },
    huiying: {
      uid: NODE,
      files: {
        key: masterKey,
        'database-url': `postgres://huiying_app:${app}@postgres:5432/huiying`,
        'database-owner-url': `postgres://huiying_owner:${owner}@postgres:5432/huiying`,
        'redis-url': `redis://:${redis}@redis:6379`,
      },
    },
  };
}

/**
 * @param base folder with `seed/`, `postgres/`, `redis/`, `huiying/`.
 * @param masterKey of the installation whose backup will be restored; none for a new one.
 * @returns paths of the files made now.
 */
export function makeSecrets(base, masterKey) {
  if (masterKey && !/^(?:[0-9a-f]{2}){16,}$/i.test(masterKey))
    throw new Error('HUIYING_KEY must be at least 32 hexadecimal digits');
  const made = [];
  const write = (path, text, uid, mode = 0o400) => {
    if (existsSync(path)) return;
    mkdirSync(dirname(path), { recursive: true });
    place(path, (draft) => writeFileSync(draft, `${text}\n`, { mode }), uid);
    made.push(path);
  };
  const seedFile = join(base, 'seed', 'seed');
  write(seedFile, randomBytes(32).toString('hex'), 0);
  const seed = Buffer.from(readFileSync(seedFile, 'utf8').trim(), 'hex');
  if (seed.length !== 32) throw new Error(`${seedFile} is not 64 hexadecimal digits`);
  const password = (name) => createHmac('sha256', seed).update(`huiying secret: ${name}`).digest('hex');
  for (const [folder, { uid, files }] of Object.entries(secretFiles(password, masterKey || undefined)))
    for (const [name, text] of Object.entries(files)) write(join(base, folder, name), text, uid);
  // Carried by the volume, not by a mount of the checkout: a checkout made under umask 077 is unreadable to uid 999.
  const script = join(dirname(fileURLToPath(import.meta.url)), 'create-app-role.sh');
  place(join(base, 'postgres', 'create-app-role.sh'), (draft) => copyFileSync(script, draft), POSTGRES);
  return made;
}

/** Whole or not at all. The folder stays root's: nobody who reads a file can replace it. */
function place(path, make, uid) {
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  make(draft);
  if (process.getuid() === 0) chownSync(draft, uid, uid);
  renameSync(draft, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = makeSecrets(process.argv[2] ?? '/secrets', process.env.HUIYING_KEY);
  process.stdout.write(made.length > 0 ? `Secrets made: ${made.join(', ')}\n` : 'Secrets are there already.\n');
}
