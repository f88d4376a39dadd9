import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sign } from '../../../ingest/sources/webhook.ts';
import type { Push } from './stream.ts';

export const SECRET_ENV = 'HUIYING_SECRET_CHAOS';
export const SECRET = 'an-invented-secret-of-the-chaos-run';

export interface Feeding {
  /** Pushes acknowledged so far. */
  acked(): number;
  /** Rejects when a push is refused, or not acknowledged for `PUSH_LIMIT_MS`. */
  done: Promise<FeedReport>;
  /** Gives up after the request at hand. */
  stop(): void;
}

export interface FeedReport {
  pushes: number;
  /** Requests that were not acknowledged and sent again. */
  retries: number;
  ms: number;
}

const REQUEST_LIMIT_MS = 15_000;
const PUSH_LIMIT_MS = 180_000;
const RETRY_MS = 250;

/**
 * A vendor's client, one push at a time in order: what is not acknowledged with 202 is sent again (at least once), so after a kill
 * between commit and answer the same items come twice. `paceMs`: from the start of one push to that of the next, asked for each.
 */
export function feed(url: () => string, pushes: readonly Push[], paceMs: () => number): Feeding {
  let acked = 0;
  let stopped = false;
  const run = async (): Promise<FeedReport> => {
    const from = performance.now();
    let retries = 0;
    for (const push of pushes) {
      const began = performance.now();
      for (;;) {
        if (stopped) return { pushes: acked, retries, ms: Math.round(performance.now() - from) };
        if (await send(url(), push)) break;
        retries += 1;
        if (performance.now() - began > PUSH_LIMIT_MS)
          throw new Error(`push ${acked} was not acknowledged for ${PUSH_LIMIT_MS} ms`);
        await pause(RETRY_MS);
      }
      acked += 1;
      const left = paceMs() - (performance.now() - began);
      if (left > 0) await pause(left);
    }
    return { pushes: acked, retries, ms: Math.round(performance.now() - from) };
  };
  const done = run();
  done.catch(() => undefined); // told to whoever awaits it
  return { acked: () => acked, done, stop: () => void (stopped = true) };
}

/** @returns whether it was acknowledged. @throws when the server refuses it for good */
async function send(url: string, push: Push): Promise<boolean> {
  const body = Buffer.from(JSON.stringify(push.items));
  const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), randomUUID()];
  const headers = {
    'content-type': 'application/json',
    'x-huiying-timestamp': timestamp,
    'x-huiying-nonce': nonce,
    'x-huiying-signature': sign(SECRET, timestamp, nonce, body),
  };
  try {
    const signal = AbortSignal.timeout(REQUEST_LIMIT_MS);
    const response = await fetch(`${url}/ingest/${push.source}`, { method: 'POST', headers, body, signal });
    const answer = (await response.json()) as { refused?: number };
    if (response.status === 202 && answer.refused === 0) return true;
    const passing = response.status === 429 || response.status >= 500;
    if (!passing) throw new Refused(`${response.status} ${JSON.stringify(answer).slice(0, 500)}`);
    return false;
  } catch (error) {
    if (error instanceof Refused) throw error;
    return false; // killed, starting, or its answer was cut off
  }
}

class Refused extends Error {}
