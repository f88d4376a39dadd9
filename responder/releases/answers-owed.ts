import { sql, type RawBuilder, type SqlBool } from 'kysely';
import {
  actedOn,
  AT_ONCE,
  dueBy,
  ofTicket,
  onlyTicket,
  PARTY_COLUMNS,
  TICKET_COLUMNS,
  type TaskProvider,
} from '../queries/task.ts';
import { accusedColumn, nearOffice, visibleTickets } from '../queries/visibility.ts';
import { whyNotAllowed } from '../tickets/permissions.ts';
import { coordinates } from '../tickets/steps.ts';
import { SAID } from './public-due.ts';

const MOST = 200;
/** The unit has taken it over and its report is not reviewed yet; from then on 待回应 says what is next. */
const WORKING = ['accepted', 'handling', 'reported'] as const;

/**
 * 待拟发布稿: a public answer is owed and its clock runs, but nothing is drafted. The handling unit is the first responsible for it; due is the
 * next point of the backward plan, without one the public deadline itself.
 */
export const answersOwed: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_tickets as t')
    .innerJoin('responder_clocks as c', 'c.ticket_id', 't.id')
    .select([...TICKET_COLUMNS, 't.origin', 't.lead_unit', 't.co_units', 't.coordinator_unit', 't.owner_unit'])
    .select(['c.due_at', 'c.points', accusedColumn])
    .where('t.lead_unit', '=', actor.unitId)
    .where('t.state', 'in', [...WORKING])
    .where('t.outcome', '=', 'public_answer')
    .where('t.first_response_at', 'is', null)
    .where('c.state', 'in', ['running', 'overdue'])
    .where(
      sql<boolean>`exists (select from jsonb_array_elements(c.rule -> 'satisfied_by') f where f ->> 'fact' = any(${[...SAID]}))`,
    )
    .where(
      sql<boolean>`not exists (select from responder_release_drafts d where d.ticket_id = t.id and d.state <> 'dropped')`,
    )
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('c.due_at')
    .limit(MOST)
    .execute();
  const now = time.now();
  const first = rows.filter((row, at) => rows.findIndex(({ ticket_id }) => ticket_id === row.ticket_id) === at);
  return first
    .filter((row) => whyNotAllowed('draft-release', actor, row, books.units) === null)
    .map((row) => ({
      ...ofTicket(row, 'release', 'draft-release'),
      ...{ id: `answer:${row.ticket_id}`, kind: 'draft-release', kindTitle: '待拟发布稿' },
      ...{ text: '拟发布稿：已研判公开回应，尚未拟稿', why: '贵单位为主办单位，是发布第一责任单位' },
      ...dueBy(nextPoint(row.points, now) ?? row.due_at, now),
    }));
};

/** On a closed ticket: what it was closed on was taken back, and nothing stands in its place. */
export const answerGone = (alias: 't' | 'o'): RawBuilder<SqlBool> =>
  sql<SqlBool>`(exists (select from responder_releases w where w.ticket_id = ${sql.ref(`${alias}.id`)} and w.standing = 'withdrawn')
    and case ${sql.ref(`${alias}.outcome`)}
    when 'public_answer' then ${sql.ref(`${alias}.first_authoritative_at`)} is null
    when 'direct_answer' then ${sql.ref(`${alias}.first_response_at`)} is null else false end)`;

/** 待重新回应: no clock runs on a closed ticket, so the lead body is told at once that it closed on nothing. */
export const answersGone: TaskProvider = async ({ db, books }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_tickets as t')
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS, accusedColumn])
    .where('t.state', '=', 'closed')
    .where('t.merged_into', 'is', null)
    .where(answerGone('t'))
    .where(nearOffice(actor))
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('t.closed_at')
    .limit(MOST)
    .execute();
  return rows
    .filter((row) => whyNotAllowed('reopen', actor, row, books.units) === null && coordinates(actor, row, books.units))
    .map((row) => ({
      ...ofTicket(row, null, 'reopen'),
      ...{ id: `answer-gone:${row.ticket_id}`, kind: 'reopen', kindTitle: '待重新回应', why: '本工单由贵单位牵头' },
      ...{ text: '办结所依据的回应已撤回：请重启办理，或拟稿重新发布', ...AT_ONCE },
    }));
};

/** The first point of the backward plan still ahead. */
export const nextPoint = (points: readonly { kind: string; at: string }[], now: Date): Date | null =>
  points
    .filter(({ kind, at }) => kind === 'milestone' && new Date(at) > now)
    .map(({ at }) => new Date(at))
    .sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
