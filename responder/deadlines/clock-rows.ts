import { isDeepStrictEqual } from 'node:util';
import type { Insertable, Updateable } from 'kysely';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { json, personOf, type ClocksTable, type Explanation, type ResponderTables, type StoppedBy } from '../tables.ts';
import type { Clock, Ticket } from '../tickets/ticket.ts';
import type { Pause } from './due.ts';
import type { Milestone } from './backward.ts';
import type { ClockChange } from './clock-changes.ts';
import { clockNote, type ClockNote } from './clock-notes.ts';
import { goneOn } from './go-on.ts';
import { plan as planRule, type ClockPlan, type PlanEnv } from './plans.ts';
import { keptGap } from './set-aside.ts';
import { nextFire, plannedPoints, replanPoints } from './points.ts';
import { factsOf, STOP_TITLES, stopOf } from './ticket-facts.ts';

interface Context {
  books: ResponderBooks;
  actor: Actor;
  milestones: Milestone[];
  rows: Clock[];
  rosterOf: PlanEnv['rosterOf'];
}

/** Writes the changes; returns what to tell and the next moment to fire. */
export async function applyChanges(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  changes: ClockChange[],
  context: Context,
): Promise<{ notes: ClockNote[]; nextFireAt: Date | null }> {
  const notes: ClockNote[] = [];
  const started: Insertable<ClocksTable>[] = [];
  const next = new Map(context.rows.map((clock) => [clock.id, clock.next_fire_at]));
  for (const change of changes) {
    if (change.what === 'start') {
      const row = startedRow(ticket, change.plan, change.step, unit.now, context);
      started.push(row);
      next.set(row.id, row.next_fire_at);
      notes.push(clockNote(change.plan.ruleId, change.plan.title, 'started', change.plan.due, change.plan.provisional));
      continue;
    }
    const { set, line } = changedRow(ticket, change, unit.now, context);
    await unit.tx.updateTable('responder_clocks').set(set).where('id', '=', change.clock.id).execute();
    if (set.next_fire_at !== undefined) next.set(change.clock.id, set.next_fire_at as Date | null);
    notes.push(line);
  }
  if (started.length > 0) await unit.tx.insertInto('responder_clocks').values(started).execute();
  const times = [...next.values()].filter((at): at is Date => at !== null).map((at) => at.getTime());
  return { notes, nextFireAt: times.length === 0 ? null : new Date(Math.min(...times)) };
}

function startedRow(
  ticket: Ticket,
  plan: ClockPlan,
  step: string,
  now: Date,
  context: Context,
): Insertable<ClocksTable> & { next_fire_at: Date | null } {
  const milestones = context.milestones.filter((one) => one.ruleId === plan.ruleId);
  const points = plannedPoints(plan.warnPoints, milestones, plan.due, now);
  const stop = stopOf(ticket, { rule: plan.rule, start_at: plan.start.at });
  return {
    id: uuidv7(now),
    ticket_id: ticket.id,
    origin: ticket.origin,
    rule_id: plan.ruleId,
    step,
    title: plan.title,
    family: plan.family,
    role: plan.role,
    rule: json(plan.rule),
    explanation: json(explanationOf(plan)),
    calendar: plan.calendar,
    start_at: plan.start.at,
    start_source: `${START_TITLES[plan.start.name] ?? plan.start.name}（${plan.start.source}）`,
    due_at: plan.due,
    owner_unit: ownerOf(ticket, plan, context.books),
    provisional: plan.provisional,
    uncalibrated: plan.uncalibrated,
    points: json(points.points),
    created_at: now,
    ...(plan.gaps.length === 0 ? {} : { pauses: json(plan.gaps.map((gap) => keptGap(gap, context.actor))) }),
    // What was done before the clock was called for counts (a release before the regrade).
    ...(stop
      ? satisfied(stop.at, stop.fact, context.actor)
      : { state: 'running' as const, next_fire_at: points.nextFireAt }),
  };
}

type Changed = Exclude<ClockChange, { what: 'start' }>;

function changedRow(
  ticket: Ticket,
  change: Changed,
  now: Date,
  context: Context,
): { set: Updateable<ClocksTable>; line: ClockNote } {
  const { clock } = change;
  const line = (what: ClockNote['what'], due: Date, why?: string) =>
    clockNote(clock.rule_id, clock.title, what, due, clock.provisional, why);
  switch (change.what) {
    case 'satisfy':
      return {
        set: satisfied(change.at, change.fact, context.actor),
        line: line('satisfied', clock.due_at, STOP_TITLES[change.fact as keyof typeof STOP_TITLES] ?? change.fact),
      };
    case 'reopen':
      return goneOn(change, now, context);
    case 'end':
      return {
        set: {
          ...{ state: 'ended', stopped_at: now, ended_reason: change.why, next_fire_at: null },
          stopped_by: change.by === null ? null : json(stoppedBy(change.by, context.actor)),
        },
        line: line('ended', clock.due_at, change.why),
      };
    case 'confirm': {
      const set = confirmed(ticket, clock, change.plan, now, context);
      const due = set.due_at as Date | undefined;
      const told = due === undefined ? line('confirmed', clock.due_at) : line('confirmed', due, MOVE_WHY.start);
      return { set, line: { ...told, ...givenTime(clock, due), provisional: false } };
    }
    case 'move': {
      const set = moved(ticket, clock, change.plan, now, context);
      const due = set.due_at as Date;
      const told = line('moved', due, MOVE_WHY[change.why]);
      return { set, line: change.why === 'start' ? { ...told, ...givenTime(clock, due) } : told };
    }
  }
}

/** A start corrected to a later one gives time: everybody reads from when to when. */
const givenTime = ({ due_at: was }: Clock, due: Date | undefined): Pick<ClockNote, 'before'> =>
  due === undefined || due <= was ? {} : { before: toLocalIso(was) };

const satisfied = (at: Date, fact: string, actor: Actor) => ({
  state: 'satisfied' as const,
  stopped_at: at,
  stopped_by: json(stoppedBy(fact, actor)),
  next_fire_at: null,
});

/** 暂计 → 正式, from the same start. One that fell due while it was only provisional falls due again, now with its consequences. */
function confirmed(
  ticket: Ticket,
  clock: Clock,
  plan: ClockPlan,
  now: Date,
  context: Context,
): Updateable<ClocksTable> {
  if (clock.start_at.getTime() !== plan.start.at.getTime())
    return { provisional: false, ...moved(ticket, clock, plan, now, context) };
  if (clock.state !== 'overdue') return { provisional: false };
  const due = { point: 'due@firm', kind: 'due' as const, at: clock.due_at.toISOString(), title: '到期' };
  const points = [...clock.points.filter((point) => point.fired), due];
  return { provisional: false, state: 'running', points: json(points), next_fire_at: clock.due_at };
}

const MOVE_WHY = {
  start: '起算时间更正',
  calendar: '放假安排已导入，重新校准',
  backward: '倒排：不晚于对外时限',
  order: '来件载明的期限有变化',
};

/** By the clock's own frozen rule, whatever the rulebook says today. Both starts are kept. */
function moved(ticket: Ticket, clock: Clock, wanted: ClockPlan, now: Date, context: Context): Updateable<ClocksTable> {
  const frozen = planRule(context.books.clocks, clock.rule, factsOf(ticket, wanted.start.at), {
    work: context.books.calendar,
    pauses: stopsOf(clock),
    rosterOf: context.rosterOf,
  });
  // The plan knows when the clock had ended, but not when it stood still.
  const same =
    clock.pauses.every(({ ended }) => ended) && isDeepStrictEqual(clock.rule, JSON.parse(JSON.stringify(wanted.rule)));
  const plan = same || !frozen ? wanted : frozen;
  const points = replanPoints({ ...clock, start_at: plan.start.at }, plan.due, context.books, now);
  const before = {
    at: clock.start_at.toISOString(),
    source: clock.start_source,
    dueAt: clock.due_at.toISOString(),
    changedAt: now.toISOString(),
  };
  const stillOverdue = plan.due <= now && clock.state === 'overdue';
  return {
    start_at: plan.start.at,
    start_source: `${START_TITLES[plan.start.name] ?? plan.start.name}（${plan.start.source}）`,
    start_history: json([...clock.start_history, before]),
    due_at: plan.due,
    uncalibrated: plan.uncalibrated,
    explanation: json(explanationOf(plan)),
    ...(stillOverdue
      ? {}
      : { state: 'running', overdue_at: null, points: json(points.points), next_fire_at: nextFire(points.points) }),
  };
}

export function explanationOf(plan: ClockPlan): Explanation {
  return {
    steps: plan.steps.map((step) => ({ at: step.at.toISOString(), text: step.why, counted: step.counted })),
    times: plan.times.map((time) => ({ name: time.name, at: time.at.toISOString(), source: time.source })),
    provisionalWhy: plan.provisionalWhy,
    cappedBy: plan.cappedBy,
  };
}

/** Recorded stops, closed; an open one is closed when it ends. */
export const stopsOf = ({ pauses }: Pick<Clock, 'pauses'>): Pause[] =>
  pauses.flatMap(({ from, to, reason, ended }) =>
    to === null ? [] : [{ from: new Date(from), to: new Date(to), reason, ended }],
  );

const stoppedBy = (fact: string, actor: Actor): StoppedBy => ({ fact, by: personOf(actor), proof: null });

/** Whose lateness it will be. */
export function ownerOf(ticket: Ticket, plan: Pick<ClockPlan, 'owner'>, books: ResponderBooks): string | null {
  const coordinator = ticket.coordinator_unit ?? ticket.owner_unit;
  switch (plan.owner) {
    case 'lead':
      return ticket.lead_unit ?? coordinator;
    case 'press_office':
      return books.departments.units.find((unit) => unit.kind === 'press')?.id ?? coordinator;
    case 'coordinator':
      return coordinator;
    case 'duty':
      return ticket.owner_unit;
  }
}

export const START_TITLES: Record<string, string> = {
  event_occurred_at: '事件发生时间',
  first_public_post_at: '首条公开信息时间',
  detected_at: '发现时间',
  report_received_at: '接报时间',
  confirmed_at: '确认时间',
  received_at: '收到时间',
  judged_at: '研判时间',
  dispatched_at: '交办时间',
  delivered_at: '送达时间',
  accepted_at: '签收时间',
  last_release_at: '最近一次发布时间',
  cadence_at: '最近一次发布或恢复持续发布时间',
  closed_at: '办结时间',
  reopened_at: '重新起算时间',
};
