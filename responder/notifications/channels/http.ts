import type { Outgoing, OutgoingAnswer } from '../../../platform/runtime/outgoing.ts';
import { giveUp, retry, sent, type SendOutcome } from './channel.ts';

export interface HttpParts {
  outgoing: Outgoing;
  /** Instant of signing and of the words "剩余 2 小时". */
  now: () => Date;
  timeoutMs: number;
}

export interface Post {
  url: string;
  body: string;
  headers?: Record<string, string>;
}

const MAX_ANSWER = 64 * 1024;

/** POST of JSON. @throws AppError of the guarded way out */
export const post = ({ outgoing, timeoutMs }: HttpParts, { url, body, headers }: Post): Promise<OutgoingAnswer> =>
  outgoing(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    ...{ body, timeoutMs, maxBytes: MAX_ANSWER },
  });

/** By status alone: busy and broken may come back, a refusal does not. */
export function byStatus({ status, headers, body }: OutgoingAnswer): SendOutcome {
  if (status >= 200 && status < 300) return sent;
  const why = `对方返回 ${status}${excerpt(body)}`;
  const isPassing = status === 408 || status === 425 || status === 429 || status >= 500;
  return isPassing ? retry(why, pauseOf(headers['retry-after'])) : giveUp(why);
}

const excerpt = (body: Buffer): string => {
  const text = body.toString('utf8').replace(/\s+/g, ' ').trim().slice(0, 120);
  return text === '' ? '' : `：${text}`;
};

/** Seconds only; a date would need the other side's clock. An hour at most. */
function pauseOf(header: string | undefined): number | null {
  const seconds = /^\d{1,6}$/.test(header ?? '') ? Number(header) : null;
  return seconds === null ? null : Math.min(seconds, 3600) * 1000;
}

/** JSON of an answer; null when it is none. */
export function read(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
