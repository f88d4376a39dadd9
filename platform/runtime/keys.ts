import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { internationalSuite, type CryptoSuite } from './crypto.ts';
import { AppError } from './errors.ts';
import type { Keys } from './kernel.ts';
import { localDay } from './local-time.ts';

const PERIOD_MS = 90 * 86_400_000;
const FIRST_PERIOD = new Date('2020-01-01T00:00:00+08:00').getTime();

/**
 * All keys follow from one master key, separated by purpose. A voice is hashed under the purpose `voice:<period>`:
 * hashes of two periods cannot be compared, so no one can be followed for longer than 90 days.
 */
export function createKeys(master: Buffer, crypto: CryptoSuite = internationalSuite): Keys {
  const derived = new Map<string, Buffer>();
  const keyFor = (purpose: string): Buffer => {
    const known = derived.get(purpose) ?? crypto.deriveKey(master, purpose);
    derived.set(purpose, known);
    return known;
  };
  return {
    hmac: (purpose, value) => crypto.hmac(keyFor(`hmac/${purpose}`), value),
    encryptionKey: (purpose) => keyFor(`encrypt/${purpose}`),
    voicePeriod(at) {
      const start = FIRST_PERIOD + Math.floor((at.getTime() - FIRST_PERIOD) / PERIOD_MS) * PERIOD_MS;
      return localDay(new Date(start)).slice(0, 7); // two starts never share a month
    },
  };
}

/** Where the master key lies when settings do not carry it. Not part of any backup of ours. */
export const masterKeyFile = (dataFolder: string): string => join(dataFolder, 'master.key');

/**
 * The master key from settings (hex, HUIYING_KEY), else from a 0600 file made at the first start.
 * @throws AppError 'misconfigured' for a key that is not hex, or a file that others may read.
 */
export function loadKeys(settings: { dataFolder: string; masterKey: string | null }): Keys {
  return createKeys(
    settings.masterKey === null
      ? fromFile(masterKeyFile(settings.dataFolder))
      : parse(settings.masterKey, 'HUIYING_KEY'),
  );
}

function fromFile(file: string): Buffer {
  try {
    makeOnce(file);
    if ((statSync(file).mode & 0o77) !== 0)
      throw new AppError('misconfigured', `密钥文件 ${file} 其他账号可读，请执行 chmod 600 后再启动。`);
    return parse(readFileSync(file, 'utf8').trim(), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    throw new AppError('misconfigured', `读不了密钥文件 ${file}，数据目录可能属于另一个系统账号。`);
  }
}

/** Of two first starts one wins, and a killed one leaves no half key: `link` never replaces. */
function makeOnce(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })) return;
  mkdirSync(join(file, '..'), { recursive: true });
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

function parse(hex: string, where: string): Buffer {
  if (!/^(?:[0-9a-f]{2}){16,}$/i.test(hex))
    throw new AppError('misconfigured', `主密钥（${where}）须为至少 32 位、偶数位的十六进制数。`);
  return Buffer.from(hex, 'hex');
}
