import type { Updateable } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { ResponderBooks } from '../books.ts';
import { json, type ClocksTable } from '../tables.ts';
import type { Clock } from '../tickets/ticket.ts';
import type { ClockChange } from './clock-changes.ts';
import { clockNote, type ClockNote } from './clock-notes.ts';
import type { Pause } from './due.ts';
import type { ClockPlan } from './plans.ts';
import { nextFire, pointsStill, replanPoints } from './points.ts';
import { gapOf, keptGap, movedBy } from './set-aside.ts';

/**
 * What stopped it is no fact any more. Stopped by a release, it runs on to its old due time; ended by a decision, to what was left of it then. It is
 * overdue as before; one that fell due meanwhile falls due now.
 */
export function goneOn(
  { clock, plan, why }: Extract<ClockChange, { what: 'reopen' }>,
  now: Date,
  { books, actor }: { books: ResponderBooks; actor: Actor },
): { set: Updateable<ClocksTable>; line: ClockNote } {
  const gap = gapOf(clock, now);
  const dueAt = gap === null ? clock.due_at : dueAfter(clock, plan, gap, books);
  const isProvisional = plan?.provisional ?? clock.provisional;
  const told = clockNote(clock.rule_id, clock.title, 'reopened', dueAt, isProvisional, why);
  const again = {
    ...{ stopped_at: null, stopped_by: null, ended_reason: null, due_at: dueAt, provisional: isProvisional },
    ...(gap === null ? {} : { pauses: json([...clock.pauses, keptGap(gap, actor)]) }),
  };
  if (clock.overdue_at !== null)
    return { set: { ...again, state: 'overdue', next_fire_at: nextFire(clock.points) }, line: told };
  // One that stood still when it was stopped stands still again, until a person lets it go on.
  const { points, nextFireAt } =
    clock.paused_at === null ? replanPoints(clock, dueAt, books, now) : pointsStill(clock, clock.paused_at, books);
  return {
    set: { ...again, state: 'running', points: json(points), next_fire_at: nextFireAt },
    line: { ...told, ...(gap === null ? {} : { before: toLocalIso(clock.due_at) }) },
  };
}

/** What had run out when it was ended is not given back. An internal clock keeps its margin to the public one it was laid back from. */
function dueAfter(clock: Clock, plan: ClockPlan | undefined, gap: Pause, books: ResponderBooks): Date {
  if (clock.due_at <= gap.from) return clock.due_at;
  if (plan !== undefined && (plan.rule.per_order || isWindowed(clock))) return plan.due;
  const moved = movedBy(clock, gap, books);
  return plan !== undefined && plan.cappedBy !== null && plan.due < moved ? plan.due : moved;
}

/** Counted in minutes of office or duty hours. */
const isWindowed = ({ calendar, extended_from: extended }: Clock): boolean =>
  extended === null && (calendar === 'working_hours' || calendar === 'duty_hours');
