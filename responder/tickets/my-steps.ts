import { sql } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { actedOn, dueBy, ofTicket, onlyTicket, type TaskProvider } from '../queries/task.ts';
import type { QueryDeps } from '../queries/read.ts';
import { accusedColumn, visibleTickets } from '../queries/visibility.ts';
import { newestDrafts, nextOfAnswer } from '../releases/answering.ts';
import { isCoordinating, type Units } from './permissions.ts';
import { orderDue } from './order-due.ts';
import { stepsFor, type StepDue } from './steps.ts';

const COLUMNS = [
  ...(['t.id as ticket_id', 't.number', 't.title', 't.state', 't.origin', 't.history', 't.outcome'] as const),
  ...([
    't.needs_second',
    't.judged_by',
    't.rejudge_due',
    't.rejudge_why',
    't.review_at',
    't.return_pending',
    't.return_ruled',
  ] as const),
  ...([
    't.countersign_due',
    't.pass_down_request',
    't.report',
    't.accepted_at',
    't.reopened_at',
    't.lead_unit',
    't.co_units',
    't.via_units',
    't.review_unit',
  ] as const),
  ...(['t.coordinator_unit', 't.owner_unit', 't.level_official', 't.level_duty', 't.level_machine'] as const),
  ...(['t.level_provisional_ended', 't.colour', 't.judged_at', 't.rejudged_at', 't.second_at'] as const),
  ...(['t.first_response_at', 't.first_authoritative_at'] as const),
] as const;

/** Tickets whose next step waits for this person. */
export const waitingSteps: TaskProvider = async (deps, actor, query) => {
  const { db, books, time } = deps;
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_tickets as t')
    .select([...COLUMNS, accusedColumn])
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where(concerns(actor, books.units))
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .execute();
  const now = time.now();
  const waiting = rows.flatMap((row) => stepsFor(row, actor, books.units, now).map((step) => ({ row, step })));
  const clocks = await runningClocks(deps, [...new Set(waiting.map(({ row }) => row.ticket_id))]);
  const answering = waiting.filter(({ step }) => step.verb === 'record-release').map(({ row }) => row.ticket_id);
  const drafts = await newestDrafts(deps.db, answering);
  return waiting.map(({ row, step: { verb, kindTitle, text, why, due } }) => {
    const first = due === 'review' ? row.review_at : dueOf(due, clocks.get(row.ticket_id) ?? [], now);
    return {
      ...{ id: `step:${row.ticket_id}:${verb}`, kind: verb, kindTitle, text, why },
      ...ofTicket(row, null, verb),
      ...(verb === 'record-release' && nextOfAnswer(row.outcome, drafts.get(row.ticket_id))),
      ...dueBy(verb === 'dispatch' ? orderDue(row, first, books) : first, now),
    };
  });
};

export const REPORTS_UPWARD: readonly string[] = ['reported_up_written', 'reported_up_phone'];
/** Waits as a task of its own (consultations/my-tasks.ts) and lends its time to no other. */
const isReportUpward = (fact: string): boolean => REPORTS_UPWARD.includes(fact);

/** The deadline of a step among those that run, the first due first. */
export function dueOf(due: Exclude<StepDue, 'review'>, clocks: readonly RunningClock[], now: Date): Date | null {
  if (due === 'none') return null;
  const own = due === 'next' ? undefined : clocks.find(({ facts }) => facts.some((fact) => due.includes(fact)));
  return (own ?? clocks.find(({ due_at: at, facts }) => at > now && !facts.some(isReportUpward)))?.due_at ?? null;
}

/** Keeps tickets out that lie with others: the pure rules decide, this only spares reading them. An accused office is stood in for. */
const concerns = (actor: Actor, units: Units) =>
  sql<boolean>`(coalesce(t.coordinator_unit, t.owner_unit) = ${isCoordinating(actor, units) ? actor.unitId : null}
    or t.lead_unit = ${actor.unitId} or ${actor.unitId} = any(t.via_units)
    or t.accused_ids ? coalesce(t.coordinator_unit, t.owner_unit)
    or t.brought <> '[]'
    or (${actor.roles.includes('duty_leader')} and t.level_machine ->> 'status' <> 'none'
      and (t.level_machine ->> 'low' in ('I', 'II') or t.level_machine ->> 'high' in ('I', 'II')))
    or (t.state = 'reviewed' and ${actor.roles.includes('spokesperson')}))`;

interface RunningClock {
  due_at: Date;
  facts: string[];
}
/** Firm and provisional deadlines that run, the first due first. */
async function runningClocks({ db }: QueryDeps, ids: string[]): Promise<Map<string, RunningClock[]>> {
  const byTicket = new Map<string, RunningClock[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return byTicket;
  const rows = await db
    .selectFrom('responder_clocks as c')
    .select(['c.ticket_id', 'c.due_at'])
    .select(sql<string[]>`array(select f ->> 'fact' from jsonb_array_elements(c.rule -> 'satisfied_by') f)`.as('facts'))
    .where('c.ticket_id', 'in', ids)
    .where('c.state', 'in', ['running', 'overdue'])
    .where('c.paused_at', 'is', null)
    .orderBy('c.due_at')
    .execute();
  for (const row of rows) byTicket.get(row.ticket_id)?.push(row);
  return byTicket;
}
