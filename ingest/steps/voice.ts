import type { Keys } from '../../platform/runtime/kernel.ts';

/**
 * Keyed hash of an author, only for counting distinct voices of one platform inside one 90-day key period.
 * The author itself is forgotten here; the period stands in front so that hashes of two periods are never compared.
 */
export function voiceHash(
  keys: Pick<Keys, 'hmac' | 'voicePeriod'>,
  author: unknown,
  platform: string,
  publishedAt: Date,
): string | null {
  const name = typeof author === 'number' || typeof author === 'bigint' ? String(author) : author;
  if (typeof name !== 'string' || name.trim() === '' || name.trim() === '-') return null;
  const period = keys.voicePeriod(publishedAt);
  return `${period}:${keys.hmac(`voice:${period}`, `${platform}\n${name.trim()}`).slice(0, 24)}`;
}
