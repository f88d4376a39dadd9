import type { Time } from '../ports/time.ts';

/** The wall clock. Long sleeps are cut into pieces because a Node timer holds at most 2³¹−1 ms (about 24.8 days). */
export const systemTime: Time = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    for (let left = ms; left > 0; left -= LONGEST_TIMER_MS) await pause(Math.min(left, LONGEST_TIMER_MS), signal);
    if (ms <= 0) signal?.throwIfAborted();
  },
  every: (ms, work) => {
    const stopping = new AbortController();
    void (async () => {
      while (!stopping.signal.aborted) {
        await pause(ms, stopping.signal).catch(() => undefined); // an abort ends the loop
        if (!stopping.signal.aborted) await work();
      }
    })();
    return () => stopping.abort(new Error('no further round'));
  },
};

const LONGEST_TIMER_MS = 2_147_483_647;

/** A pause of the machine's own clock: for back-offs of engines, never for a rule of the domain (that is `time.sleep`). */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
