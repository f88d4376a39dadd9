import { sql } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import {
  actedOn,
  AT_ONCE,
  dueBy,
  ofTicket,
  onlyTicket,
  TICKET_COLUMNS,
  type FoundTask,
  type TaskProvider,
} from '../queries/task.ts';
import { accusedColumn, accuses, nearOffice } from '../queries/visibility.ts';
import { coordinatesHere, unitName, type Units } from '../tickets/permissions.ts';
import { REPORTS_UPWARD } from '../tickets/my-steps.ts';
import { coordinates } from '../tickets/steps.ts';
import type { TaskSource } from './tables.ts';
import { KIND_TITLES } from './upward-text.ts';

const MOST = 200;
const WORKING = ['handler', 'unit_head', 'duty_officer', 'duty_leader', 'spokesperson', 'supervisor'] as const;
const worksThere = (actor: Actor): boolean => WORKING.some((role) => actor.roles.includes(role));

const TITLES: Record<TaskSource, string> = { room: '会商任务', instruction: '批示任务', countersign: '批示补签' };
const DESKS: Record<TaskSource, string> = { room: 'room', instruction: 'instructions', countersign: 'instructions' };

/** Tasks of a joint room or an instruction that the person's unit owes. */
export const ownTasks: TaskProvider = async ({ db, time }, actor, query) => {
  if (actor.unitId === null || !worksThere(actor)) return [];
  const rows = await db
    .selectFrom('responder_tasks as k')
    .innerJoin('responder_tickets as t', 't.id', 'k.ticket_id')
    .select([...TICKET_COLUMNS, 'k.id', 'k.source', 'k.text', 'k.due_at'])
    .where('k.unit', '=', actor.unitId)
    .where('k.state', '=', 'open')
    .where(actedOn(actor))
    .where(sql<boolean>`not ${accuses(actor.unitId)}`)
    .where(onlyTicket(query))
    .orderBy('k.due_at')
    .limit(MOST)
    .execute();
  const now = time.now();
  return rows.map((row) => ({
    ...{ id: `task:${row.id}`, kind: row.source, kindTitle: TITLES[row.source], text: row.text, why: '交贵单位办理' },
    ...ofTicket(row, DESKS[row.source], 'finish-task'),
    ...dueBy(row.due_at, now),
  }));
};

type Office = Parameters<typeof coordinates>[1] & { accused: string[] };
/** Of the lead body the ticket belongs to or that coordinates it, or in its place. */
const reportsUpward =
  (actor: Actor, units: Units) =>
  (row: Office): boolean =>
    coordinates(actor, row, units) || (row.owner_unit === actor.unitId && coordinatesHere(actor, row, units));

/** Grave matters nobody has reported upward yet: owed at once, by the lead body the ticket belongs to. */
export const ownUpward: TaskProvider = async ({ db, books }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_upward_duties as d')
    .innerJoin('responder_tickets as t', 't.id', 'd.ticket_id')
    .select([...TICKET_COLUMNS, 'd.why', 't.owner_unit', 't.coordinator_unit', accusedColumn])
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where('t.reported_up_written_at', 'is', null)
    // Once begun it is the draft that waits.
    .where(
      sql<boolean>`not exists (select from responder_upward_reports r where r.ticket_id = t.id and r.state = 'draft')`,
    )
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .where((eb) => eb.or([eb('t.owner_unit', '=', actor.unitId), nearOffice(actor)]))
    .orderBy('d.since')
    .limit(MOST)
    .execute();
  return rows.filter(reportsUpward(actor, books.units)).map((row) => ({
    ...{ id: `upward:${row.ticket_id}`, kind: 'upward', kindTitle: '向上级报告' },
    ...{ text: row.why, why: '本工单由贵单位牵头' },
    ...ofTicket(row, 'upward', 'send-upward'),
    ...AT_ONCE,
  }));
};

const OWED_REPORT = sql<boolean>`exists (select from jsonb_array_elements(c.rule -> 'satisfied_by') f where f ->> 'fact' = any(${[...REPORTS_UPWARD]}))`;

/** 电话首报, 书面快报 whose clock runs or has run out: made at the telephone or on the desk 上报, and entered. */
export const owedReports: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_clocks as c')
    .innerJoin('responder_tickets as t', 't.id', 'c.ticket_id')
    .select([...TICKET_COLUMNS, 'c.id', 'c.title as clock', 'c.due_at'])
    .select(['t.owner_unit', 't.coordinator_unit', accusedColumn])
    .where('c.state', 'in', ['running', 'overdue'])
    .where('c.paused_at', 'is', null)
    .where(OWED_REPORT)
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    // What is owed at once, or begun and not sent, waits under its own name.
    .where(
      sql<boolean>`not exists (select from responder_upward_reports r where r.ticket_id = t.id and r.state = 'draft')`,
    )
    .where(
      sql<boolean>`(t.reported_up_written_at is not null or not exists (select from responder_upward_duties d where d.ticket_id = t.id))`,
    )
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .where((eb) => eb.or([eb('t.owner_unit', '=', actor.unitId), nearOffice(actor)]))
    .orderBy('c.due_at')
    .limit(MOST)
    .execute();
  const now = time.now();
  return rows.filter(reportsUpward(actor, books.units)).map((row) => ({
    ...{ id: `report-up:${row.id}`, kind: 'report-up', kindTitle: '待上报', why: '本工单由贵单位牵头' },
    text: `${row.clock}：向上级报告，报告后登记`,
    ...ofTicket(row, null, 'report-up'),
    ...{ addressee: '上级机关', owner: `${unitName(books.units, row.coordinator_unit ?? row.owner_unit)}值班员` },
    ...dueBy(row.due_at, now),
  }));
};

/** 快报, 续报, 终报 begun and not sent. The first one has the deadline of the report upward; where it is owed without one, at once. */
export const upwardDrafts: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_upward_reports as r')
    .innerJoin('responder_tickets as t', 't.id', 'r.ticket_id')
    .innerJoin('responder_upward_versions as v', (join) =>
      join.onRef('v.report_id', '=', 'r.id').onRef('v.version', '=', 'r.version'),
    )
    .leftJoin('responder_upward_duties as d', 'd.ticket_id', 't.id')
    .select([...TICKET_COLUMNS, 'r.id', 'r.kind', 'v.title as heading', 'd.ticket_id as duty'])
    .select(['t.owner_unit', 't.coordinator_unit', 't.reported_up_written_at', accusedColumn])
    .select(
      sql<Date | null>`(select min(c.due_at) from responder_clocks c
        where c.ticket_id = t.id and c.state in ('running', 'overdue') and ${OWED_REPORT})`.as('due'),
    )
    .where('r.state', '=', 'draft')
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .where((eb) => eb.or([eb('t.owner_unit', '=', actor.unitId), nearOffice(actor)]))
    .orderBy('r.created_at')
    .limit(MOST)
    .execute();
  const now = time.now();
  return rows.filter(reportsUpward(actor, books.units)).map((row): FoundTask => {
    const owed = row.kind === 'first' && row.duty !== null && row.reported_up_written_at === null;
    return {
      ...ofTicket(row, 'upward', 'send-upward'),
      ...{ id: `upward-draft:${row.id}`, kind: 'upward-draft', kindTitle: '待报送' },
      ...{ text: `核对并报送${KIND_TITLES[row.kind]}《${row.heading}》`, why: '本工单由贵单位牵头' },
      ...{ addressee: '上级机关', owner: `${unitName(books.units, row.coordinator_unit ?? row.owner_unit)}值班员` },
      ...(owed ? AT_ONCE : dueBy(row.due, now)),
    };
  });
};
