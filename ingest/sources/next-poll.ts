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

/**
 * Whether a source may be asked now. No pause is longer than its interval or 12 hours, so a moment further ahead was written by a
 * clock that was wrong, or before the interval was shortened: it counts as due, or the source would stay silent until then.
 */
export function isDue(nextPoll: Date | null, now: Date, everyMinutes: number): boolean {
  if (nextPoll === null || nextPoll <= now) return true;
  return nextPoll.getTime() - now.getTime() > Math.max(everyMinutes * 60_000, LONGEST_WAIT_MS);
}
