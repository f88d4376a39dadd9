import { systemTime } from '../../../platform/runtime/system-time.ts';
import { SOURCE } from './installation.ts';
import { inventPost } from './posts.ts';
import { push } from './push.ts';

export interface LoadOptions {
  url: string;
  secret: string;
  /** Posts a second. */
  rate: number;
  seconds: number;
  /** Posts a request. */
  batch: number;
  accepted(ids: string[]): void;
  /** Before the id of every post, so that a second run brings other posts. */
  run: string;
}

export interface LoadOutcome {
  accepted: number;
  /** Requests that were told to come again (429, 503), and those without an answer. */
  refused: number;
  /** Time of an answer, one a request. */
  answerMs: number[];
  /** From the first push to the last answer. */
  seconds: number;
}

/**
 * Pushes at a steady rate whatever the answers take, as vendors do: a request leaves when it is due, not when the one before was
 * answered. A refused one is not repeated.
 */
export async function pushSteadily(options: LoadOptions): Promise<LoadOutcome> {
  const { url, secret, rate, batch } = options;
  const outcome: LoadOutcome = { accepted: 0, refused: 0, answerMs: [], seconds: 0 };
  const total = Math.round(rate * options.seconds);
  const under: Promise<void>[] = [];
  const from = performance.now();
  const one = async (serial: number): Promise<void> => {
    const size = Math.min(batch, total - serial);
    const now = systemTime.now();
    const posts = Array.from({ length: size }, (_unused, index) => inventPost(serial + index, options.run, now));
    try {
      const { ids, ms } = await push(url, SOURCE, secret, posts);
      if (ids.length === 0) outcome.refused += 1;
      outcome.accepted += ids.length;
      outcome.answerMs.push(ms);
      options.accepted(ids);
    } catch {
      outcome.refused += 1; // no answer at all
    }
  };
  for (let serial = 0; serial < total; serial += batch) {
    const due = from + (serial / rate) * 1000;
    const early = due - performance.now();
    if (early > 0) await systemTime.sleep(early);
    under.push(one(serial));
  }
  await Promise.all(under);
  outcome.seconds = (performance.now() - from) / 1000;
  return outcome;
}
