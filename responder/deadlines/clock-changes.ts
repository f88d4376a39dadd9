import type { Clock, Ticket } from '../tickets/ticket.ts';
import { isOpen } from '../tickets/states.ts';
import { countingMarks } from '../tickets/marks.ts';
import { isMarkedOut } from './applies.ts';
import type { ClockPlan } from './plans.ts';
import { regrade } from './regrade.ts';
import { againWhy, asideBy, endedBy, type AsideBy } from './set-aside.ts';
import { stopOf } from './ticket-facts.ts';

export type ClockChange =
  | { what: 'start'; plan: ClockPlan; step: string }
  | { what: 'confirm'; clock: Clock; plan: ClockPlan }
  | { what: 'move'; clock: Clock; plan: ClockPlan; why: 'start' | 'calendar' | 'backward' | 'order' }
  | { what: 'satisfy'; clock: Clock; at: Date; fact: string }
  /** `plan` as it is called for now; absent for one a person started. */
  | { what: 'reopen'; clock: Clock; why: string; plan?: ClockPlan }
  | { what: 'end'; clock: Clock; why: string; by: AsideBy | null };

/** A rule may run several times in one ticket: once a hop (签收), once a release (持续发布). */
export function stepOf(plan: ClockPlan, hop: number): string {
  if (plan.start.name === 'delivered_at') return `hop-${hop}`;
  if (plan.start.name === 'closed_at') return `closing-${plan.start.at.toISOString()}`;
  if (plan.start.name === 'reopened_at') return `reopening-${plan.start.at.toISOString()}`;
  if (plan.start.name === 'cadence_at') return `release-${plan.start.at.toISOString()}`;
  return 'main';
}

const live = (clock: Clock): boolean => clock.state === 'running' || clock.state === 'overdue';

/**
 * Pure: from the rows a ticket has and the clocks its facts call for to what must be done. Facts that stop a clock come first; then what
 * no longer applies ends: with the person's reason when there is one. A firm clock that is overdue is a fact and stays until it is fulfilled;
 * a provisional one goes when a person rejects it, and every clock goes when the ticket is closed.
 */
export function clockChanges(
  ticket: Ticket,
  rows: Clock[],
  wanted: ClockPlan[],
  steps: Map<string, string>,
  reason: string | null,
): ClockChange[] {
  const stops = rows.filter(live).flatMap((clock): ClockChange[] => {
    const stop = stopOf(ticket, clock);
    return stop ? [{ what: 'satisfy', clock, at: stop.at, fact: stop.fact }] : [];
  });
  const stopped = new Set(stops.map((change) => ('clock' in change ? change.clock.id : '')));
  const current = rows.filter(
    (clock) => steps.get(clock.rule_id) === undefined || baseStep(clock) === steps.get(clock.rule_id),
  );
  const again = owedAgain(ticket, current, wanted);
  const older = rows.filter((clock) => live(clock) && !stopped.has(clock.id) && !current.includes(clock));
  const diff = regrade(
    current.map((clock) => asRunning(ticket, clock, stopped, again.get(clock))),
    wanted,
  );
  return [
    ...stops,
    ...[...again].map(([clock, plan]): ClockChange => ({
      what: 'reopen',
      clock,
      plan,
      why: reason ?? whyAgain(clock),
    })),
    ...older.map((clock): ClockChange => ({ what: 'end', clock, why: reason ?? '已重新起算', by: null })),
    ...endings(ticket, current, wanted, diff.end, stopped, reason),
    ...diff.confirm.flatMap((plan) => change(current, stopped, plan, 'confirm')),
    ...wanted.flatMap((plan) => moves(current, stopped, plan)),
    ...diff.start.map((plan): ClockChange => ({ what: 'start', plan, step: freshStep(rows, plan, steps) })),
  ];
}

/** What people can take back: a release, or a judgement the second person refuses. */
const REVOCABLE: readonly string[] = [
  'judged',
  'first_release',
  'answer',
  'conference',
  'superior_conference',
  'follow_up_release',
  'result_given',
];

/** Stopped by a release or a judgement that was taken back, ended by a closing or a non-answer that was; and nothing else answers instead. */
function owedAgain(ticket: Ticket, rows: Clock[], wanted: readonly ClockPlan[]): Map<Clock, ClockPlan> {
  const wasStopped = (clock: Clock): boolean =>
    asideBy(clock) !== null || (clock.state === 'satisfied' && REVOCABLE.includes(clock.stopped_by?.fact ?? ''));
  const isOwed = (clock: Clock): boolean => wasStopped(clock) && stopOf(ticket, clock) === null;
  const found = wanted.flatMap((plan): [Clock, ClockPlan][] => {
    // Of several runs of one rule the last one counts; what runs already needs no second.
    const [last] = rows
      .filter(({ rule_id: rule }) => rule === plan.ruleId)
      .sort((a, b) => +b.created_at - +a.created_at);
    const isMet = rows.some((clock) => clock.family === plan.family && clock.state === 'satisfied' && !isOwed(clock));
    return last !== undefined && !isMet && isOwed(last) ? [[last, plan]] : [];
  });
  return new Map(found);
}

/** A duty that begins with the closing and ends when the matter is opened again. */
export const isAfterClosing = ({ clock }: Clock['rule']): boolean => clock?.start[0] === 'closed_at';

export const baseStep = (clock: Clock): string => clock.step.split('#')[0]!;

function whyAgain(clock: Clock): string {
  const by = asideBy(clock);
  if (by !== null) return againWhy(by);
  return clock.stopped_by?.fact === 'judged' ? '第二人不同意原研判' : '已发布内容撤回';
}

function stateNow(clock: Clock, isStopped: boolean, isAgain: boolean): Clock['state'] {
  if (isStopped) return 'satisfied';
  return isAgain ? 'running' : clock.state;
}

const asRunning = (ticket: Ticket, clock: Clock, stopped: Set<string>, again: ClockPlan | undefined) => ({
  ruleId: clock.rule_id,
  family: clock.family,
  provisional: again?.provisional ?? clock.provisional,
  state: stateNow(clock, stopped.has(clock.id), again !== undefined),
  due: clock.due_at,
  markedOut: isMarkedOut(
    clock.rule,
    countingMarks(ticket.marks).map(({ mark }) => mark),
  ),
});

/** A clock that ended and is called for again runs under a step of its own; the old row stays as it was. */
function freshStep(rows: Clock[], plan: ClockPlan, steps: Map<string, string>): string {
  const base = steps.get(plan.ruleId) ?? 'main';
  const before = rows.filter((clock) => clock.rule_id === plan.ruleId && baseStep(clock) === base).length;
  return before === 0 ? base : `${base}#${before + 1}`;
}

function endings(
  ticket: Ticket,
  current: Clock[],
  wanted: ClockPlan[],
  byRegrade: { ruleId: string; why: string }[],
  stopped: Set<string>,
  reason: string | null,
): ClockChange[] {
  const closed = ticket.state === 'closed' || ticket.state === 'archived' || ticket.merged_into !== null;
  return current
    .filter((clock) => live(clock) && !stopped.has(clock.id))
    .flatMap((clock): ClockChange[] => {
      const called = wanted.some((plan) => plan.ruleId === clock.rule_id);
      const ended = byRegrade.find((one) => one.ruleId === clock.rule_id);
      const rejected = clock.provisional && clock.state === 'overdue' && !called;
      const taken = isAfterClosing(clock.rule) && isOpen(ticket.state);
      if (taken) return [{ what: 'end', clock, why: reason ?? '工单重启，待再次办结后重新起算', by: null }];
      if (!ended && !rejected && !(closed && !called)) return [];
      const by = wanted.some(({ family }) => family === clock.family) ? null : endedBy(ticket, clock.rule);
      return [{ what: 'end', clock, why: reason ?? ended?.why ?? '不再适用', by }];
    });
}

function change(current: Clock[], stopped: Set<string>, plan: ClockPlan, what: 'confirm'): ClockChange[] {
  const clock = current.find((one) => one.rule_id === plan.ruleId && live(one) && !stopped.has(one.id));
  return clock ? [{ what, clock, plan }] : [];
}

/** A kept clock moves only for a corrected start, an imported calendar, or a public deadline that came before it (倒排). */
function moves(current: Clock[], stopped: Set<string>, plan: ClockPlan): ClockChange[] {
  const clock = current.find((one) => one.rule_id === plan.ruleId && live(one) && !stopped.has(one.id));
  if (!clock || clock.paused_at !== null) return [];
  if (clock.start_at.getTime() !== plan.start.at.getTime()) return [{ what: 'move', clock, plan, why: 'start' }];
  if (clock.extended_from !== null) return [];
  if (plan.rule.per_order && clock.due_at.getTime() !== plan.due.getTime())
    return [{ what: 'move', clock, plan, why: 'order' }];
  if (clock.uncalibrated && !plan.uncalibrated) return [{ what: 'move', clock, plan, why: 'calendar' }];
  if (plan.cappedBy !== null && plan.due < clock.due_at && clock.explanation.cappedBy !== plan.cappedBy)
    return [{ what: 'move', clock, plan, why: 'backward' }];
  return [];
}
