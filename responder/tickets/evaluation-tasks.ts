import {
  actedOn,
  dueBy,
  ofTicket,
  onlyTicket,
  PARTY_COLUMNS,
  TICKET_COLUMNS,
  type TaskProvider,
} from '../queries/task.ts';
import { accusedColumn, visibleTickets } from '../queries/visibility.ts';
import { whyNotAllowed } from './permissions.ts';
import { coordinates } from './steps.ts';

const SHOWN = 200;

/** Closed matters whose evaluation is owed; its deadline is the task, so what owes none is not in the list. */
export const waitingEvaluations: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_clocks as c')
    .innerJoin('responder_tickets as t', 't.id', 'c.ticket_id')
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS])
    .select(['c.due_at', 'c.rule_id', accusedColumn])
    .where('t.state', 'in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where('c.state', 'in', ['running', 'overdue'])
    .where('c.paused_at', 'is', null)
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('c.due_at')
    .limit(SHOWN)
    .execute();
  const now = time.now();
  return rows
    .filter(
      (row) => whyNotAllowed('evaluate', actor, row, books.units) === null && coordinates(actor, row, books.units),
    )
    .map((row) => ({
      ...{ id: `evaluate:${row.ticket_id}`, kind: 'evaluate', kindTitle: '待评估' },
      ...{ text: '登记回应效果、问题和改进措施', why: '本工单由贵单位牵头，办结后须评估' },
      ...ofTicket(row, null, 'evaluate'),
      ...dueBy(row.due_at, now),
    }));
};
