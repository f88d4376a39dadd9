import {
  actedOn,
  dueBy,
  ofTicket,
  onlyTicket,
  PARTY_COLUMNS,
  TICKET_COLUMNS,
  type TaskProvider,
} from '../queries/task.ts';
import { visibleTickets } from '../queries/visibility.ts';
import { whyNotAllowed } from '../tickets/permissions.ts';

const MOST = 200;

/** Conferences recorded as held: another person confirms them, before that N-02 goes on. */
export const waitingConferences: TaskProvider = async ({ db, books, time }, actor, query) => {
  const rows = await db
    .selectFrom('responder_releases as r')
    .innerJoin('responder_tickets as t', 't.id', 'r.ticket_id')
    .leftJoin('responder_clocks as c', (join) =>
      join.onRef('c.ticket_id', '=', 't.id').on('c.rule_id', '=', 'N-02').on('c.state', 'in', ['running', 'overdue']),
    )
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS])
    .select(['r.id', 'r.title as heading', 'r.recorded_by', 'c.due_at'])
    .where('r.kind', '=', 'conference')
    .where('r.state', '=', 'held')
    .where('r.confirmed_at', 'is', null)
    .where('t.state', 'not in', ['closed', 'archived'])
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('r.at')
    .limit(MOST)
    .execute();
  const now = time.now();
  return rows
    .filter(
      (row) =>
        row.recorded_by.id !== actor.id &&
        whyNotAllowed('confirm-release', actor, { ...row, accused: [] }, books.units) === null,
    )
    .map((row) => ({
      ...{ id: `conference:${row.id}`, kind: 'conference', kindTitle: '待复核发布会' },
      ...{ text: `核对并确认“${row.heading}”已召开`, why: '须由登记人以外的第二人确认' },
      ...ofTicket(row, null, 'confirm-release'),
      ...dueBy(row.due_at, now),
    }));
};
