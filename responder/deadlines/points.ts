import type { ResponderBooks } from '../books.ts';
import type { ClockPoint } from '../tables.ts';
import type { Clock } from '../tickets/ticket.ts';
import type { Milestone } from './backward.ts';
import { DAY_MS } from './calendar.ts';
import { warnPoints, type WarnPoint } from './warn.ts';

export interface PlannedPoints {
  points: ClockPoint[];
  nextFireAt: Date | null;
}

/** Moments of a clock still to fire, in order. Warn points already past are not rung afterwards; the due moment always is, also when past. */
export function plannedPoints(warns: WarnPoint[], milestones: Milestone[], due: Date, now: Date): PlannedPoints {
  const points: ClockPoint[] = [
    ...warns
      .filter((point) => point.at > now)
      .map((point) => ({ point: point.id, kind: 'warn' as const, at: point.at.toISOString(), title: point.title })),
    ...milestones
      .filter((milestone) => milestone.at > now && milestone.at < due)
      .map((milestone) => ({
        point: milestone.id,
        kind: 'milestone' as const,
        at: milestone.at.toISOString(),
        title: `倒排节点：${milestone.title}`,
      })),
    { point: 'due', kind: 'due' as const, at: due.toISOString(), title: '到期' },
  ].sort((a, b) => a.at.localeCompare(b.at));
  return { points, nextFireAt: nextFire(points) };
}

export function nextFire(points: readonly ClockPoint[]): Date | null {
  const times = points.filter((point) => !point.fired).map((point) => new Date(point.at).getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}

const REMINDERS = 24;
export const isReminder = ({ point }: Pick<ClockPoint, 'point'>): boolean => point.startsWith('still-');

/** Of a clock that stands still: its own moments wait until it goes on, and whoever may let it go on is reminded. */
export function pointsStill(
  { points }: Pick<Clock, 'points'>,
  since: Date,
  { ticketRules }: Pick<ResponderBooks, 'ticketRules'>,
): PlannedPoints {
  const fired = points.filter((point) => point.fired);
  const done = new Set(fired.map((point) => point.point));
  const days = Array.from({ length: REMINDERS }, (_, n) => (n + 1) * ticketRules.paused.remindDays);
  const reminders = days.map((day): ClockPoint => {
    const at = new Date(since.getTime() + day * DAY_MS);
    const title = `停计已满${day}天，停计事由消除的须恢复计时`;
    return { point: `still-${day}d@${since.toISOString()}`, kind: 'warn', at: at.toISOString(), title };
  });
  const all = [...fired, ...reminders.filter((point) => !done.has(point.point))];
  return { points: all, nextFireAt: nextFire(all) };
}

/**
 * New moments when the due time moves; what fired stays fired, and under a name of its own so that the new due may fire too. Points laid back from a
 * public deadline, which counts natural time, move with it.
 */
export function replanPoints(
  clock: Pick<Clock, 'rule' | 'start_at' | 'due_at' | 'points'>,
  due: Date,
  books: ResponderBooks,
  now: Date,
): PlannedPoints {
  const warns = warnPoints(books.clocks, clock.rule, clock.start_at, due, books.calendar);
  const fired = clock.points.filter((point) => point.fired);
  const done = new Set(fired.map((point) => point.point));
  const { points: planned } = plannedPoints(warns, [], due, now);
  const fresh = [...planned, ...movedMilestones(clock, due, now)]
    .map((point) => ({ ...point, point: `${point.point}@${due.toISOString()}` }))
    .filter((point) => !done.has(point.point));
  const points = [...fired, ...fresh.sort((a, b) => a.at.localeCompare(b.at))];
  return { points, nextFireAt: nextFire(points) };
}

function movedMilestones({ due_at, points }: Pick<Clock, 'due_at' | 'points'>, due: Date, now: Date): ClockPoint[] {
  const by = due.getTime() - due_at.getTime();
  return points
    .filter(({ kind, fired }) => kind === 'milestone' && !fired)
    .map((point) => ({
      ...point,
      point: point.point.split('@')[0]!,
      at: new Date(Date.parse(point.at) + by).toISOString(),
    }))
    .filter(({ at }) => Date.parse(at) > now.getTime() && Date.parse(at) < due.getTime());
}
