import { isOutage } from './transient-errors.ts';
import { pause } from './system-time.ts';

/** Who is told while a start waits. */
export interface Waiting {
  /** Aborted when the process is asked to stop. */
  signal: AbortSignal;
  /** An engine does not serve yet, with the reason in words; null when it does. */
  tell(engine: string, detail: string | null): void;
}

/** An attempt that takes longer is told of before it ends. */
const SLOW_MS = 3_000;
const PAUSE = { firstMs: 250, maxMs: 5_000 };

/**
 * Tries until the engine serves: machines of a city start in any order. Only an outage is waited for; a wrong password or a missing
 * setting is thrown at once, because waiting cannot mend it.
 * @throws what `attempt` threw, or the signal's reason
 */
export async function awaitEngine<R>(
  engine: string,
  { signal, tell }: Waiting,
  attempt: () => Promise<R>,
  limits = PAUSE,
): Promise<R> {
  for (let failures = 0; ; failures++) {
    // A client that tries again and again inside one attempt keeps nobody in the dark.
    const slow = setTimeout(() => tell(engine, '尚未应答'), SLOW_MS);
    try {
      const result = await attempt().finally(() => clearTimeout(slow));
      tell(engine, null);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      if (!isOutage(error)) throw error;
      tell(engine, error instanceof Error ? error.message : String(error));
    }
    await pause(Math.min(limits.firstMs * 2 ** failures, limits.maxMs), signal);
  }
}
