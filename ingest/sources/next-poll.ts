/** How often it is looked which sources are due. */
export const TICK_MS = 60_000;

const LONGEST_WAIT_MS = 12 * 3_600_000;

/**
 * From when on a source is due again: counted from the last asking, not from its end, or a poll of some seconds would let the
 * next tick pass. Half a tick early, because no tick comes to the millisecond; so an early one is not missed and none is taken twice.
 * Each error in a row doubles the pause, up to 12 hours.
 */
export function nextPollAt(askedAt: Date, everyMinutes: number, errors = 0): Date {
  const pause = Math.min(everyMinutes * 60_000 * 2 ** Math.min(errors, 12), LONGEST_WAIT_MS);
  return new Date(askedAt.getTime() + Math.max(everyMinutes * 60_000, pause) - TICK_MS / 2);
}
