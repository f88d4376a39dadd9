import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Every hash, keyed hash and cipher of the system goes through one suite, so that a national one (SM3, SM4) can take
 * the place of this one. Stored values name the suite that made them where they must be read again.
 */
export interface CryptoSuite {
  readonly name: string;
  /** Hex digest. */
  hash(data: string): string;
  /** Hex keyed digest. */
  hmac(key: Buffer, data: string): string;
  /** A key of its own for each purpose; one purpose's key tells nothing of another's. */
  deriveKey(master: Buffer, purpose: string): Buffer;
  /** Authenticated encryption; `context` must be the same at decryption (e.g. table and row). */
  encrypt(key: Buffer, plain: string, context: string): string;
  /** @throws Error when key, text or context is not the one of encryption. */
  decrypt(key: Buffer, sealed: string, context: string): string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** SHA-256, HMAC-SHA-256, HKDF, AES-256-GCM. */
export const internationalSuite: CryptoSuite = {
  name: 'aes256gcm',
  hash: (data) => createHash('sha256').update(data).digest('hex'),
  hmac: (key, data) => createHmac('sha256', key).update(data).digest('hex'),
  deriveKey: (master, purpose) => Buffer.from(hkdfSync('sha256', master, '', `huiying/${purpose}`, 32)),
  encrypt(key, plain, context) {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return `${this.name}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
  },
  decrypt(key, sealed, context) {
    const [name, body] = sealed.split('.');
    if (name !== this.name || body === undefined) throw new Error(`not a value sealed by ${this.name}`);
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  },
};
