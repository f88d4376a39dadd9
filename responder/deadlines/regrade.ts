import type { ClockPlan } from './plans.ts';

/** A clock row as far as a regrade needs it. */
export interface RunningClock {
  ruleId: string;
  family: string;
  provisional: boolean;
  state: 'running' | 'overdue' | 'satisfied' | 'ended';
  due: Date;
  /** A person has marked the matter as one this rule is not for. */
  markedOut?: boolean;
}

export interface Regrade {
  /** New clocks; their due may already be past. */
  start: ClockPlan[];
  /** Provisional ones that are now firm. */
  confirm: ClockPlan[];
  /** Running ones that no longer apply; an overdue or satisfied one is a fact and never ends this way. */
  end: { ruleId: string; why: string }[];
  keep: string[];
}

/**
 * Difference between the clocks a ticket has and those its facts now call for. Due times of kept clocks do not move: their rule is frozen.
 * A duty already fulfilled in one strength is not owed again in another; one that is overdue stays overdue; a milder colour never loosens
 * a clock that already runs; only a person's mark, given with a reason, puts a longer one in the place of one that has not run out yet.
 */
export function regrade(running: RunningClock[], wanted: ClockPlan[]): Regrade {
  const result: Regrade = { start: [], confirm: [], end: [], keep: [] };
  for (const plan of wanted) {
    const same = running.find((clock) => clock.ruleId === plan.ruleId && clock.state !== 'ended');
    const done = running.some((clock) => clock.family === plan.family && clock.state === 'satisfied');
    if (same && same.provisional && !plan.provisional && same.state !== 'satisfied') result.confirm.push(plan);
    else if (same) result.keep.push(plan.ruleId);
    else if (!done && !stricter(running, plan)) result.start.push(plan);
  }
  for (const clock of running) {
    if (clock.state !== 'running' || wanted.some((plan) => plan.ruleId === clock.ruleId)) continue;
    const heir = wanted.find((plan) => plan.family === clock.family);
    if (heir && clock.due <= heir.due && clock.markedOut !== true) {
      result.keep.push(clock.ruleId);
      continue;
    }
    const why =
      heir && clock.markedOut === true
        ? `人工标注后改按 ${heir.ruleId}`
        : heir
          ? `由更严的 ${heir.ruleId} 取代`
          : '定级、颜色或研判变化后不再适用';
    result.end.push({ ruleId: clock.ruleId, why });
  }
  return result;
}

function stricter(running: RunningClock[], plan: ClockPlan): boolean {
  return running.some(
    (clock) =>
      clock.family === plan.family &&
      (clock.state === 'overdue' || (clock.state === 'running' && clock.markedOut !== true)) &&
      clock.due <= plan.due,
  );
}
