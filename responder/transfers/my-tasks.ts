import { copiesFor } from '../queries/papers.ts';
import { actedOn, dueBy, ofPage, ofTicket, onlyTicket, TICKET_COLUMNS, type TaskProvider } from '../queries/task.ts';
import { accusedColumn, nearOffice } from '../queries/visibility.ts';
import { unitName } from '../tickets/permissions.ts';
import { coordinates } from '../tickets/steps.ts';

/** 抄告 to the own unit that it has neither read nor, where asked, answered. */
export const ownCopies: TaskProvider = async (deps, actor, { ticketId }) => {
  if (ticketId !== undefined) return [];
  const copies = await copiesFor(deps, actor, 'waiting');
  return copies.map(({ id, number, subject, needsFeedback, dueAt, overdue }) => ({
    ...{ id: `copy:${id}`, kind: 'copy', kindTitle: needsFeedback ? '待反馈抄告单' : '待阅抄告单' },
    ...{ text: `${needsFeedback ? '反馈' : '阅知'}${number}：${subject}`, why: '抄告贵单位', ...ofPage('papers') },
    ...{ dueAt, overdue, atOnce: false },
  }));
};

/** 移送 whose receipt has not come: the body that sent it asks and enters the receipt. */
export const waitingReceipts: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_transfers as p')
    .innerJoin('responder_tickets as t', 't.id', 'p.ticket_id')
    .select([...TICKET_COLUMNS, 'p.id', 'p.number as paper', 'p.to_unit', 'p.due_at'])
    .select(['t.coordinator_unit', 't.owner_unit', accusedColumn])
    .where('p.kind', '=', 'hand_over')
    .where('p.state', '=', 'sent')
    .where('t.state', 'not in', ['archived'])
    .where(nearOffice(actor))
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('p.sent_at')
    .limit(200)
    .execute();
  const now = time.now();
  return rows
    .filter((row) => coordinates(actor, row, books.units))
    .map((row) => ({
      ...{ id: `receipt:${row.id}`, kind: 'receipt', kindTitle: '待登记回执', why: '本工单由贵单位牵头' },
      text: `向${unitName(books.units, row.to_unit)}催收${row.paper}的回执并登记`,
      ...ofTicket(row, 'transfers', 'record-receipt'),
      ...dueBy(row.due_at, now),
    }));
};
