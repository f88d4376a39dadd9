import type { NotificationsBook } from '../../config/schema/notifications.ts';
import { limitAmount } from '../../config/schema/clocks-check.ts';
import { SHANGHAI_OFFSET_MS } from '../../platform/runtime/local-time.ts';
import { minutesOfClock } from '../deadlines/book.ts';
import type { Lane } from './ledger.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
type Hours = Pick<NotificationsBook, 'bundle' | 'quiet'>;

/** Milliseconds since local midnight. */
const inDay = (at: number): number => (((at + SHANGHAI_OFFSET_MS) % DAY) + DAY) % DAY;

/** The next instant at or after `at` at which local clocks show this time. */
function nextClock(at: number, clock: string): number {
  const ahead = minutesOfClock(clock) * MINUTE - inDay(at);
  return at + (ahead >= 0 ? ahead : ahead + DAY);
}

export function isQuiet(at: number, { from, to }: Hours['quiet']): boolean {
  const [now, begin, end] = [inDay(at), minutesOfClock(from) * MINUTE, minutesOfClock(to) * MINUTE];
  return begin <= end ? begin <= now && now < end : now >= begin || now < end;
}

/**
 * When a notice written at `at` goes out: 立即 at once, 本班 at the end of its window, 次日汇总 at its time of day. What is not urgent waits
 * for the end of the night.
 */
export function goesOutAt(lane: Lane, isUrgent: boolean, at: Date, { bundle, quiet }: Hours): Date {
  const written = at.getTime();
  if (isUrgent) return at;
  const window = bundle.shiftMinutes * MINUTE;
  const planned =
    lane === 'now'
      ? written
      : lane === 'shift'
        ? Math.ceil((written + 1) / window) * window
        : nextClock(written + 1, bundle.digestAt);
  return new Date(isQuiet(planned, quiet) ? nextClock(planned, quiet.to) : planned);
}

/** Pause after the n-th failure in a row: doubled each time up to the longest. */
export function pauseAfter(failures: number, { first, longest }: NotificationsBook['retry']): number {
  const doubled = limitAmount(first) * 2 ** Math.min(failures - 1, 30);
  return Math.min(doubled, limitAmount(longest)) * MINUTE;
}

/** Beginning of the shift `now` lies in. */
export function shiftStart(now: Date, shifts: readonly string[]): Date {
  const starts = shifts.map((clock) => nextClock(now.getTime() + 1, clock) - DAY);
  return new Date(Math.max(...starts));
}
