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
import { whyNotAllowed } from '../tickets/permissions.ts';
import { coordinates } from '../tickets/steps.ts';
import { spokenTime } from '../tickets/timeline.ts';

const SHOWN = 200;

/** A clock that stands still fires nothing by itself: it lies with whoever may let it go on until he has. */
export const stoodStill: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_clocks as c')
    .innerJoin('responder_tickets as t', 't.id', 'c.ticket_id')
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS])
    .select(['c.id as clock_id', 'c.title as clock', 'c.paused_at', 'c.pauses', 'c.next_fire_at', accusedColumn])
    .where('c.paused_at', 'is not', null)
    .where('c.state', 'in', ['running', 'overdue'])
    .where('t.state', 'not in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('c.paused_at')
    .limit(SHOWN)
    .execute();
  const now = time.now();
  return rows
    .filter(
      (row) => whyNotAllowed('resume-clock', actor, row, books.units) === null && coordinates(actor, row, books.units),
    )
    .map((row) => ({
      ...{ id: `resume:${row.clock_id}`, kind: 'resume-clock', kindTitle: '停计中', why: '本工单由贵单位牵头' },
      text: `“${row.clock}”自${spokenTime(row.paused_at!, now)}起停计（${row.pauses.at(-1)?.proof ?? ''}），停计事由消除的须恢复计时`,
      ...ofTicket(row, 'clocks', 'resume-clock'),
      // When it is asked about next; a stop has no end of its own.
      ...dueBy(row.next_fire_at, now),
    }));
};
