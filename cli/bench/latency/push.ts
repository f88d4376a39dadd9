import { randomUUID } from 'node:crypto';
import { sign } from '../../../ingest/sources/webhook.ts';
import type { PushedPost } from './posts.ts';

export interface Pushed {
  status: number;
  /** Our ids of the accepted posts, in their order; empty when refused. */
  ids: string[];
  /** Seconds after which a refused push may come again, null when not told. */
  retryAfter: number | null;
  /** How long the answer took. */
  ms: number;
}

/** One signed push, as a vendor's program sends it. A repeated one gets a nonce of its own; the posts are known by their ids. */
export async function push(url: string, source: string, secret: string, posts: PushedPost[], limitMs = 30_000) {
  const body = Buffer.from(JSON.stringify(posts));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomUUID();
  const from = performance.now();
  const answer = await fetch(`${url}/ingest/${source}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-huiying-timestamp': timestamp,
      'x-huiying-nonce': nonce,
      'x-huiying-signature': sign(secret, timestamp, nonce, body),
    },
    body,
    signal: AbortSignal.timeout(limitMs),
  });
  const told = (await answer.json()) as { items?: { id?: string }[] };
  const again = answer.headers.get('retry-after');
  return {
    status: answer.status,
    ids: answer.status === 202 ? (told.items ?? []).flatMap(({ id }) => id ?? []) : [],
    retryAfter: again === null ? null : Number(again),
    ms: performance.now() - from,
  } satisfies Pushed;
}
