import { existsSync } from 'node:fs';
import { sql, type Kysely } from 'kysely';
import { AppError } from './errors.ts';
import type { Keys } from './kernel.ts';
import { loadKeys, masterKeyFile } from './keys.ts';

/**
 * The installation's keys, sure to be those the data were written under; the first call of an installation remembers a check value of them.
 * Another key would make voices double, sealed values unreadable and sign-ins impossible, and nobody would know why.
 * @param now when the check value is first written.
 * @throws AppError 'misconfigured' naming the file (or HUIYING_KEY) when the key is another or gone; then none is made.
 */
export async function openKeys<T>(
  settings: { dataFolder: string; masterKey: string | null },
  db: Kysely<T>,
  now: Date,
): Promise<Keys> {
  const file = masterKeyFile(settings.dataFolder);
  const stored = await storedCheck(db);
  if (stored !== null && settings.masterKey === null && !existsSync(file))
    throw new AppError(
      'misconfigured',
      `缺少密钥文件 ${file}：数据是用原来的主密钥写入的，请把原密钥文件放回此处后再启动。`,
    );
  const keys = loadKeys(settings);
  const own = keys.hmac('key-check', 'huiying');
  if ((stored ?? (await remember(db, own, now))) === own) return keys;
  const where = settings.masterKey === null ? `密钥文件 ${file}` : '环境变量 HUIYING_KEY';
  throw new AppError(
    'misconfigured',
    `${where} 不是写入这些数据时的主密钥，未作任何改动。请换回原来的主密钥后再启动。`,
  );
}

async function storedCheck<T>(db: Kysely<T>): Promise<string | null> {
  const { rows } = await sql<{ check_value: string }>`select check_value from platform_key_check`.execute(db);
  return rows[0]?.check_value ?? null;
}

/** @returns what stands there afterwards: of two first starts one wins. */
async function remember<T>(db: Kysely<T>, own: string, now: Date): Promise<string | null> {
  await sql`insert into platform_key_check (check_value, made_at) values (${own}, ${now}) on conflict do nothing`.execute(
    db,
  );
  return storedCheck(db);
}
