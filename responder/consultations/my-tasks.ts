import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import { originsActedOn } from '../../platform/runtime/origins.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { MyTask, TaskProvider } from '../queries/my-tasks.ts';
import { visibleTickets } from '../queries/visibility.ts';
import { isCoordinating } from '../tickets/permissions.ts';
import type { TaskSource } from './tables.ts';

const MOST = 200;
const WORKING = ['handler', 'unit_head', 'duty_officer', 'duty_leader', 'spokesperson', 'supervisor'] as const;
const worksThere = (actor: Actor): boolean => WORKING.some((role) => actor.roles.includes(role));

const TITLES: Record<TaskSource, string> = { room: '会商任务', instruction: '批示任务', countersign: '批示补签' };
const DESKS: Record<TaskSource, string> = { room: 'room', instruction: 'instructions', countersign: 'instructions' };

/** Tasks of a joint room or an instruction that the person's unit owes. */
export const ownTasks: TaskProvider = async ({ db, time }, actor) => {
  if (actor.unitId === null || !worksThere(actor)) return [];
  const rows = await db
    .selectFrom('responder_tasks as k')
    .innerJoin('responder_tickets as t', 't.id', 'k.ticket_id')
    .select(['k.id', 'k.source', 'k.text', 'k.due_at', 't.id as ticket', 't.number', 't.title'])
    .where('k.unit', '=', actor.unitId)
    .where('k.state', '=', 'open')
    .where('k.origin', 'in', originsOf(actor))
    .orderBy('k.due_at')
    .limit(MOST)
    .execute();
  const now = time.now();
  return rows.map((row) => ({
    ...{ id: `task:${row.id}`, kind: row.source, kindTitle: TITLES[row.source], desk: DESKS[row.source] },
    ...{ ticketId: row.ticket, ticketNumber: row.number, ticketTitle: row.title, text: row.text },
    ...{ dueAt: toLocalIso(row.due_at), overdue: row.due_at <= now },
  }));
};

/** Grave matters nobody has reported upward yet: owed at once, by the lead body the ticket belongs to. */
export const ownUpward: TaskProvider = async ({ db, books }, actor) => {
  if (!isCoordinating(actor, books.units) || actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_upward_duties as d')
    .innerJoin('responder_tickets as t', 't.id', 'd.ticket_id')
    .select(['t.id', 't.number', 't.title', 'd.why'])
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where('t.reported_up_written_at', 'is', null)
    .where('d.origin', 'in', originsOf(actor))
    .where((eb) => eb.or([eb('t.owner_unit', '=', actor.unitId), eb('t.coordinator_unit', '=', actor.unitId)]))
    .orderBy('d.since')
    .limit(MOST)
    .execute();
  return rows.map((row) => ({
    ...{ id: `upward:${row.id}`, kind: 'upward', kindTitle: '向上级报告', desk: 'upward' },
    ...{ ticketId: row.id, ticketNumber: row.number, ticketTitle: row.title, text: row.why },
    ...{ dueAt: null, overdue: false },
  }));
};

/** Lines of fact sheets that wait for the approval of another person. */
export const waitingFacts: TaskProvider = async ({ db, books }, actor) => {
  const isHead = actor.roles.includes('unit_head');
  if (!isHead && !isCoordinating(actor, books.units)) return [];
  const rows = await db
    .selectFrom('responder_fact_lines as l')
    .innerJoin('responder_tickets as t', 't.id', 'l.ticket_id')
    .innerJoin('responder_fact_versions as v', (join) =>
      join.onRef('v.line_id', '=', 'l.id').onRef('v.version', '=', 'l.version'),
    )
    .select([
      'l.id',
      'l.title as fact',
      'v.text',
      'v.written_by',
      't.id as ticket',
      't.number',
      't.title',
      't.lead_unit',
    ])
    .where('l.state', '=', 'open')
    .where('l.disputed', '=', false)
    .where('v.state', '=', 'proposed')
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('l.origin', 'in', originsOf(actor))
    .where(visibleTickets(actor, books.units).where)
    .orderBy('v.written_at')
    .limit(MOST)
    .execute();
  const mine = rows.filter(
    (row) => row.written_by.id !== actor.id && (isCoordinating(actor, books.units) || row.lead_unit === actor.unitId),
  );
  return mine.map((row): MyTask => ({
    ...{ id: `fact:${row.id}`, kind: 'fact', kindTitle: '审批事实', desk: 'facts' },
    ...{ ticketId: row.ticket, ticketNumber: row.number, ticketTitle: row.title, text: `${row.fact}：${row.text}` },
    ...{ dueAt: null, overdue: false },
  }));
};

const ALL: readonly Origin[] = ['live', 'demo', 'drill'];
/** Rows this account acts on; who has no account is not bound. */
const originsOf = (actor: Actor): Origin[] => [...(originsActedOn(actor) ?? ALL)];
