import { sql } from 'kysely';
import {
  actedOn,
  AT_ONCE,
  dueBy,
  ofTicket,
  onlyTicket,
  PARTY_COLUMNS,
  TICKET_COLUMNS,
  type FoundTask,
  type TaskProvider,
} from '../queries/task.ts';
import { accusedColumn, visibleTickets } from '../queries/visibility.ts';
import { whyNotAllowed } from '../tickets/permissions.ts';
import { coordinates } from '../tickets/steps.ts';

const MOST = 200;

/** Lines of fact sheets that wait for the approval of another person. */
export const waitingFacts: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_fact_lines as l')
    .innerJoin('responder_tickets as t', 't.id', 'l.ticket_id')
    .innerJoin('responder_fact_versions as v', (join) =>
      join.onRef('v.line_id', '=', 'l.id').onRef('v.version', '=', 'l.version'),
    )
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS, 't.via_units', 't.review_unit', accusedColumn])
    .select(['l.id', 'l.title as fact', 'v.text', 'v.written_by'])
    .where('l.state', '=', 'open')
    .where('l.disputed', '=', false)
    .where('v.state', '=', 'proposed')
    .where('t.state', 'not in', ['closed', 'archived'])
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .where(visibleTickets(actor, books.units).where)
    .orderBy('v.written_at')
    .limit(MOST)
    .execute();
  const mine = rows.filter(
    (row) => row.written_by.id !== actor.id && whyNotAllowed('approve-fact', actor, row, books.units) === null,
  );
  const now = time.now();
  return mine.map((row): FoundTask => ({
    ...{ id: `fact:${row.id}`, kind: 'fact', kindTitle: '审批事实', why: '须由撰写人以外的人审批' },
    text: `${row.fact}：${row.text}`,
    ...ofTicket(row, 'facts', 'approve-fact'),
    ...dueBy(null, now),
  }));
};

/** Figures of units that stand against each other: nothing leaves before the body that leads the matter has settled which holds. */
export const disputedFacts: TaskProvider = async ({ db, books }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_fact_lines as l')
    .innerJoin('responder_tickets as t', 't.id', 'l.ticket_id')
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS, 't.via_units', 't.review_unit', accusedColumn])
    .select(['l.id', 'l.title as fact'])
    .select(
      sql<string>`(select string_agg(v.text, '；' order by v.version) from responder_fact_versions v
        where v.line_id = l.id and v.state = 'proposed')`.as('told'),
    )
    .where('l.state', '=', 'open')
    .where('l.disputed', '=', true)
    .where('t.state', 'not in', ['closed', 'archived'])
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .where(visibleTickets(actor, books.units).where)
    .orderBy('l.created_at')
    .limit(MOST)
    .execute();
  return rows
    .filter(
      (row) => coordinates(actor, row, books.units) && whyNotAllowed('agree-fact', actor, row, books.units) === null,
    )
    .map((row): FoundTask => ({
      ...{ id: `dispute:${row.id}`, kind: 'dispute', kindTitle: '待会商一致', why: '本工单由贵单位牵头' },
      text: `${row.fact}说法不一（${row.told}）：会商后确定一致数据，此前不得对外使用`,
      ...ofTicket(row, 'facts', 'agree-fact'),
      ...AT_ONCE,
    }));
};
