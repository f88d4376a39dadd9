import type { Clock } from '../tickets/ticket.ts';

type HopClock = Pick<Clock, 'state' | 'step' | 'rule' | 'due_at'>;

/**
 * Seconds the unit still has for what it owes now: signing, and once signed the report back. Negative = overdue; null = nothing of the kind
 * runs, or the order has been passed on.
 */
export function leftOfHop(
  hop: { hop: number; left_at: Date | null; accepted_at: Date | null },
  clocks: readonly HopClock[],
  now: Date,
): number | null {
  if (hop.left_at !== null) return null;
  const owed = hop.accepted_at === null ? 'accepted' : 'reported_back';
  const due = clocks
    .filter((clock) => clock.state === 'running' || clock.state === 'overdue')
    .filter((clock) => clock.rule.satisfied_by.some(({ fact }) => fact === owed))
    .filter((clock) => !clock.step.startsWith('hop-') || clock.step.split('#')[0] === `hop-${hop.hop}`)
    .map((clock) => clock.due_at.getTime());
  return due.length === 0 ? null : Math.round((Math.min(...due) - now.getTime()) / 1000);
}

/** How late the report back is (or was): the worst of its firm clocks; ms, 0 = in time. */
export function reportLateMs(
  clocks: readonly Pick<Clock, 'state' | 'rule' | 'due_at' | 'stopped_at' | 'provisional'>[],
  now: Date,
): number {
  const late = clocks
    .filter((clock) => !clock.provisional && clock.rule.satisfied_by.some(({ fact }) => fact === 'reported_back'))
    .map((clock) => (clock.stopped_at ?? now).getTime() - clock.due_at.getTime());
  return Math.max(0, ...late);
}
