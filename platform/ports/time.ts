/**
 * Port: the only source of "now". Stages never call Date.now(), SQL never calls now(),
 * so a whole escalation ladder runs in simulated time in a test.
 */
export interface Time {
  now(): Date;
  /** Resolves after `ms` milliseconds of this clock; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
