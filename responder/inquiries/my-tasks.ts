import { sql } from 'kysely';
import {
  dueBy,
  ofPage,
  ofTicket,
  onlyTicket,
  actedOn,
  PARTY_COLUMNS,
  TICKET_COLUMNS,
  type TaskProvider,
} from '../queries/task.ts';
import { accusedColumn, nearOffice, visibleTickets } from '../queries/visibility.ts';
import { inquiriesFor } from '../queries/papers.ts';
import { unitName, whyNotAllowed } from '../tickets/permissions.ts';
import { coordinates } from '../tickets/steps.ts';

/** 核实函 the own unit has not answered. It sees the letter and never the ticket. */
export const ownLetters: TaskProvider = async (deps, actor, { ticketId }) => {
  if (ticketId !== undefined) return [];
  const letters = await inquiriesFor(deps, actor, 'sent');
  return letters.map(({ id, number, summary, dueAt, overdue }) => ({
    ...{ id: `inquiry:${id}`, kind: 'inquiry', kindTitle: '待答复核实函' },
    ...{ text: `答复${number}：${summary}`, why: '此函发给贵单位', ...ofPage('papers') },
    ...{ dueAt, overdue, atOnce: false },
  }));
};

/**
 * 核实函 answered, and nobody of the lead body has done anything on the matter since: the answer waits to be read. Any act of theirs (a judgement, a
 * note) shows that it was.
 */
export const answeredLetters: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_inquiries as q')
    .innerJoin('responder_tickets as t', 't.id', 'q.ticket_id')
    .select([...TICKET_COLUMNS, 't.owner_unit', 't.coordinator_unit', accusedColumn])
    .select(['q.id', 'q.number as letter', 'q.unit', 'q.answered_at'])
    .where('q.state', '=', 'answered')
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where(
      sql<boolean>`not exists (select from responder_timeline e join responder_timeline a on a.ticket_id = e.ticket_id
        where e.ticket_id = t.id and a.kind = 'inquiry-answered' and a.payload ->> 'inquiryId' = q.id::text
          and e.revision > a.revision and e.actor ->> 'unitId' <> q.unit)`,
    )
    .where(nearOffice(actor))
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('q.answered_at')
    .limit(200)
    .execute();
  const now = time.now();
  return rows
    .filter((row) => coordinates(actor, row, books.units))
    .map((row) => ({
      ...{ id: `answered:${row.id}`, kind: 'note', kindTitle: '待阅核实函答复' },
      text: `${unitName(books.units, row.unit)}已答复${row.letter}：阅后据以研判，或写一条记录`,
      why: '本工单由贵单位牵头',
      ...ofTicket(row, 'inquiries', 'note'),
      ...dueBy(null, now),
    }));
};

/** 解除回避 proposed by one person of a lead body: another one agrees. */
export const waitingAdmissions: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_recusal_overrides as o')
    .innerJoin('responder_tickets as t', 't.id', 'o.ticket_id')
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS, accusedColumn, 'o.id', 'o.unit', 'o.reason', 'o.proposed_by'])
    .where('o.confirmed_at', 'is', null)
    .where('t.state', 'not in', ['closed', 'archived'])
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('o.proposed_at')
    .limit(200)
    .execute();
  const now = time.now();
  return rows
    .filter(
      (row) => row.proposed_by.id !== actor.id && whyNotAllowed('confirm-admission', actor, row, books.units) === null,
    )
    .map((row) => ({
      ...{ id: `admission:${row.id}`, kind: 'admission', kindTitle: '待同意解除回避' },
      text: `是否同意解除${unitName(books.units, row.unit)}的回避：${row.reason}`,
      why: '须由牵头单位的第二人同意',
      ...ofTicket(row, 'inquiries', 'confirm-admission'),
      ...dueBy(null, now),
    }));
};
