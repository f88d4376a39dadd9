import { nextFire } from '../deadlines/points.ts';
import type { ClockPoint, ClockState } from '../tables.ts';

export interface EarlyClock {
  state: ClockState;
  points: ClockPoint[];
  overdue_at: Date | null;
}
export interface Recalled extends EarlyClock {
  next_fire_at: Date | null;
}

/** A clock may have fallen due more than once; a ladder bears the mark of its own due moment. */
const markOf = (point: string): string => (point.includes('@') ? point.slice(point.indexOf('@')) : '');

/**
 * Pure: the clock as it was before these of its moments came out too early. They come out again at their own time; a ladder laid by falling due too
 * early is taken up and laid anew. One that was stopped meanwhile stays stopped.
 */
export function recallPoints(clock: EarlyClock, early: ReadonlySet<string>): Recalled {
  const falls = new Set(
    clock.points.filter(({ kind, point }) => kind === 'due' && early.has(point)).map((one) => markOf(one.point)),
  );
  const points = clock.points
    .filter(({ kind, point }) => !(kind === 'escalate' && falls.has(markOf(point))))
    .map(({ fired, ...point }) => (fired === true && !early.has(point.point) ? { ...point, fired } : point));
  const state = falls.size > 0 && clock.state === 'overdue' ? 'running' : clock.state;
  const runs = state === 'running' || state === 'overdue';
  return {
    ...{ state, points, overdue_at: falls.size > 0 ? null : clock.overdue_at },
    next_fire_at: runs ? nextFire(points) : null,
  };
}
