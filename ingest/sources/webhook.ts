import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import { decodeText } from '../readers/charset.ts';
import { parseJson } from '../readers/json-text.ts';
import type { IngestTables } from '../tables.ts';

/** Signatures older or newer than this are refused. */
export const SIGNATURE_WINDOW_MS = 5 * 60_000;
export const MAX_ITEMS = 500;

export interface SignedHeaders {
  timestamp: string | undefined;
  nonce: string | undefined;
  signature: string | undefined;
}

/** hex HMAC-SHA256(secret, timestamp.nonce.rawBody); timestamp in Unix seconds. */
export function sign(secret: string, timestamp: string, nonce: string, body: Buffer): string {
  return createHmac('sha256', secret).update(`${timestamp}.${nonce}.`).update(body).digest('hex');
}

/** @throws AppError 'not_signed_in' when signature, time or nonce is missing, wrong or stale; never says which secret part was near */
export function checkSignature(secret: string, headers: SignedHeaders, body: Buffer, now: Date): { nonce: string } {
  const { timestamp, nonce, signature } = headers;
  if (!timestamp || !/^\d{9,11}$/.test(timestamp) || !nonce || !/^[\w-]{8,100}$/.test(nonce) || !signature)
    throw new AppError(
      'not_signed_in',
      '缺少签名：需要 X-Huiying-Timestamp（Unix 秒）、X-Huiying-Nonce（8–100 位字母数字）和 X-Huiying-Signature',
    );
  if (Math.abs(Number(timestamp) * 1000 - now.getTime()) > SIGNATURE_WINDOW_MS)
    throw new AppError('not_signed_in', '签名时间与服务器时间相差超过 5 分钟，请校准时钟');
  const expected = Buffer.from(sign(secret, timestamp, nonce, body), 'hex');
  const given = Buffer.from(/^[0-9a-f]{64}$/i.test(signature) ? signature : '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new AppError('not_signed_in', '签名不正确');
  return { nonce };
}

/**
 * Remembers nonces inside the transaction of their items: a replay is told, a failed delivery may be repeated.
 * @returns those nobody had spent.
 */
export async function spendNonces(
  { tx, now }: UnitOfWork<IngestTables>,
  source: string,
  nonces: string[],
): Promise<Set<string>> {
  const stale = new Date(now.getTime() - 2 * SIGNATURE_WINDOW_MS);
  // A statement of its own: what one statement deletes is still there for what it inserts.
  await sql`delete from ingest_nonces where source = ${source} and at < ${stale}::timestamptz`.execute(tx);
  const { rows } = await sql<{ nonce: string }>`
    insert into ingest_nonces (source, nonce, at) select ${source}, n, ${now}::timestamptz from unnest(${nonces}::text[]) as n
    order by n on conflict do nothing returning nonce`.execute(tx);
  return new Set(rows.map((row) => row.nonce));
}

/**
 * Items of a body: an array, or an object with a list (icclist, items, data). JSON is UTF-8, but not every vendor knows: what is plainly
 * GB18030 is read as such. @throws AppError 'invalid_input' or 'too_large'
 */
export function itemsOf(body: Buffer, contentType?: string): unknown[] {
  let value: unknown;
  try {
    value = parseJson(textOf(body, contentType));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid_input', '请求体不是有效的 JSON');
  }
  const list = Array.isArray(value) ? value : listIn(value);
  if (!list) throw new AppError('invalid_input', '请求体应为 JSON 数组（或含 icclist、items、data 数组的对象）');
  if (list.length > MAX_ITEMS) throw new AppError('too_large', `一次最多 ${MAX_ITEMS} 条，本次 ${list.length} 条`);
  return list as unknown[];
}

function textOf(body: Buffer, contentType = ''): string {
  const { text, charset } = decodeText(body, [/charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1]]);
  if (!['utf-8', 'gb18030', 'utf-16le', 'utf-16be'].includes(charset))
    throw new AppError('invalid_input', '请求体的字符编码无法识别，请使用 UTF-8');
  return text;
}

function listIn(value: unknown): unknown[] | null {
  if (typeof value !== 'object' || value === null) return null;
  const found = ['icclist', 'items', 'data']
    .map((key) => (value as Record<string, unknown>)[key])
    .find((each) => Array.isArray(each));
  return (found as unknown[] | undefined) ?? null;
}
