/**
 * Port: the only source of "now". Stages never call Date.now(), SQL never calls now(),
 * so a whole escalation ladder runs in simulated time in a test.
 */
export interface Time {
  now(): Date;
  /** Resolves after `ms` milliseconds of this clock; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Runs `work` every `ms`, first after `ms`, never two at once. It must not reject. @returns its undo (runtime/round.ts waits as well). */
  every(ms: number, work: () => Promise<void> | void): () => void;
}
