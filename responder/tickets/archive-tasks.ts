import { sql } from 'kysely';
import { actedOn, dueBy, ofTicket, onlyTicket, TICKET_COLUMNS, type TaskProvider } from '../queries/task.ts';
import { accusedColumn, visibleTickets } from '../queries/visibility.ts';
import { archivingTimes } from './archiving.ts';
import { noOpenPapers } from './open-papers.ts';
import { whyNotAllowed } from './permissions.ts';
import { coordinates } from './steps.ts';

const SHOWN = 200;

/** Closed matters that may be put away: observed long enough, and nothing of them is owed any more. */
export const waitingArchives: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_tickets as t')
    .select([...TICKET_COLUMNS, 't.origin', 't.lead_unit', 't.co_units', 't.coordinator_unit', 't.owner_unit'])
    .select(['t.closed_at', 't.closed_colour', 't.last_release_at', accusedColumn])
    .where('t.state', '=', 'closed')
    .where('t.merged_into', 'is', null)
    .where('t.history', '=', false)
    .where(noOpenPapers(sql`t.id`, time.now()))
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('t.closed_at')
    .limit(SHOWN)
    .execute();
  const now = time.now();
  return rows.flatMap((row) => {
    if (row.closed_at === null || !coordinates(actor, row, books.units)) return [];
    if (whyNotAllowed('archive', actor, row, books.units) !== null) return [];
    const { from, due } = archivingTimes({ ...row, closed_at: row.closed_at }, books);
    if (from > now) return [];
    return {
      ...{ id: `archive:${row.ticket_id}`, kind: 'archive', kindTitle: '待归档' },
      ...{ text: '已办结并过观察期，核对后归档', why: '本工单由贵单位牵头' },
      ...ofTicket(row, null, 'archive'),
      ...dueBy(due, now),
    };
  });
};
