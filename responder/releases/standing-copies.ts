import {
  actedOn,
  AT_ONCE,
  ofTicket,
  onlyTicket,
  PARTY_COLUMNS,
  TICKET_COLUMNS,
  type TaskProvider,
} from '../queries/task.ts';
import { accusedColumn, visibleTickets } from '../queries/visibility.ts';
import { whyNotAllowed } from '../tickets/permissions.ts';

/** 待更正或撤回: a text found wrong on one channel still stands, word for word, on another. Waits for its unit and for the office that leads the matter. */
export const standingCopies: TaskProvider = async ({ db, books }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_releases as r')
    .innerJoin('responder_tickets as t', 't.id', 'r.ticket_id')
    .innerJoin('responder_releases as w', 'w.draft_id', 'r.draft_id')
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS, accusedColumn])
    .select(['r.id', 'r.channel', 'w.channel as wrong', 'w.standing as made', 'r.unit'])
    .distinctOn('r.id')
    .where('r.standing', '=', 'standing')
    .where('w.standing', 'in', ['withdrawn', 'corrected'])
    .where('t.state', '<>', 'archived')
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .limit(200)
    .execute();
  return rows
    .filter((row) => actor.unitId === row.unit || actor.unitId === (row.coordinator_unit ?? row.owner_unit))
    .filter((row) => whyNotAllowed('withdraw-release', actor, row, books.units) === null)
    .map((row) => ({
      ...ofTicket(row, 'release', 'withdraw-release'),
      ...{ id: `copy:${row.id}`, kind: 'copy', kindTitle: '待更正或撤回', ...AT_ONCE },
      text: `同一发布稿在${row.wrong}已${row.made === 'withdrawn' ? '撤回' : '更正'}，在${row.channel}的仍未处理：请一并更正或撤回`,
      why: actor.unitId === row.unit ? '贵单位是发布单位' : '本工单由贵单位牵头',
    }));
};
