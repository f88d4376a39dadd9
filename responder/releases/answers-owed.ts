import { sql } from 'kysely';
import { actedOn, dueBy, ofTicket, onlyTicket, TICKET_COLUMNS, type TaskProvider } from '../queries/task.ts';
import { accusedColumn, visibleTickets } from '../queries/visibility.ts';
import { whyNotAllowed } from '../tickets/permissions.ts';
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

/** The first point of the backward plan still ahead. */
export const nextPoint = (points: readonly { kind: string; at: string }[], now: Date): Date | null =>
  points
    .filter(({ kind, at }) => kind === 'milestone' && new Date(at) > now)
    .map(({ at }) => new Date(at))
    .sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
