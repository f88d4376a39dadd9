import type { Colour } from '../../analyzer/messages.ts';
import type { LadderStep } from '../escalation/ladder.ts';
import type { ClockPoint, ClockState } from '../tables.ts';
import { nextFire } from './points.ts';

export interface FiringClock {
  due_at: Date;
  state: ClockState;
  points: ClockPoint[];
  provisional: boolean;
}

export interface Fired {
  point: ClockPoint;
  /** Passed while nobody swept and overtaken by a later moment: recorded, not rung. */
  silent: boolean;
}

export interface FiringResult {
  fired: Fired[];
  points: ClockPoint[];
  state: ClockState;
  overdue: boolean;
  nextFireAt: Date | null;
}

/**
 * Pure: what of one clock is due at `now`. However long nobody looked, each moment comes out exactly once; of several warnings only the last
 * rings, and none when the due time has come. Falling due lays the ladder from the due time on, so its missed steps come out too.
 */
export function fireDue(
  clock: FiringClock,
  colour: Colour | null,
  now: Date,
  ladder: (due: Date, colour: Colour | null) => LadderStep[],
): FiringResult {
  let points = clock.points;
  let state = clock.state;
  const falling = points.find((point) => point.kind === 'due' && !point.fired && new Date(point.at) <= now);
  const falls = falling !== undefined;
  const before = points.filter((point) => !point.fired && new Date(point.at) <= now);
  if (falls) {
    state = 'overdue';
    points = [...points, ...ladder(clock.due_at, colour).map((step) => escalationPoint(step, suffixOf(falling)))];
  }
  const due = points.filter((point) => !point.fired && new Date(point.at) <= now);
  const lastWarn = before.filter((point) => point.kind === 'warn').at(-1);
  const fired = due.map((point) => ({
    point,
    silent: point.kind === 'milestone' ? falls : point.kind === 'warn' && (falls || point !== lastWarn),
  }));
  const names = new Set(due.map((point) => point.point));
  const marked = points.map((point) => (names.has(point.point) ? { ...point, fired: true } : point));
  return { fired, points: marked, state, overdue: falls, nextFireAt: nextFire(marked) };
}

/** A clock may fall due again (moved, or firm after provisional); its ladder then bears the same mark as its due moment. */
const suffixOf = (due: ClockPoint): string => due.point.slice('due'.length);

const escalationPoint = (step: LadderStep, suffix: string): ClockPoint => ({
  point: `${step.id}${suffix}`,
  kind: 'escalate',
  at: step.at.toISOString(),
  title: ACTION_TITLES[step.action],
  action: step.action,
  notify: step.notify,
});

export const ACTION_TITLES: Record<LadderStep['action'], string> = {
  call: '电话催促',
  urge: '催办（草稿）',
  supervise: '督办（草稿）',
  criticise: '通报（草稿）',
};
