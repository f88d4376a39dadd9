import { sql } from 'kysely';
import { actedOn, AT_ONCE, dueBy, ofTicket, onlyTicket, TICKET_COLUMNS, type TaskProvider } from '../queries/task.ts';
import { accuses, accusedColumn, visibleTickets } from '../queries/visibility.ts';
import { OPEN_STATES } from '../tickets/verb-row.ts';
import { postsOf, unitName, whyNotAllowed } from '../tickets/permissions.ts';
import { MEMBER_ROLES, mayRead, postOf } from './access.ts';
import { namedTime } from './named-time.ts';

const MOST = 200;

/** Open joint rooms the own unit was asked to and in which nobody has sat down with it since. */
export const waitingRooms: TaskProvider = async ({ db, books }, actor, query) => {
  if (actor.unitId === null || !MEMBER_ROLES.some((role) => actor.roles.includes(role))) return [];
  const rows = await db
    .selectFrom('responder_room_members as m')
    .innerJoin('responder_rooms as r', 'r.id', 'm.room_id')
    .innerJoin('responder_tickets as t', 't.id', 'r.ticket_id')
    .select([...TICKET_COLUMNS, 'm.id', 'm.unit', 'm.role', 'm.reason', 'r.question', 'r.owner_unit'])
    .where('m.unit', '=', actor.unitId)
    .where('m.removed_at', 'is', null)
    .whereRef('m.unit', '<>', 'r.owner_unit')
    .where('r.state', '=', 'open')
    // Minutes of a sitting after it was asked, or its own.
    .where(
      sql<boolean>`not exists (select from responder_room_minutes n where n.room_id = r.id
        and (n.at >= greatest(m.added_at, r.opened_at) or n.recorded_by ->> 'unitId' = m.unit))`,
    )
    .where(sql<boolean>`not ${accuses(actor.unitId)}`)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('m.added_at')
    .limit(MOST)
    .execute();
  return rows
    .filter((row) => postsOf(actor).includes(postOf(row)))
    .map((row) => ({
      ...{ id: `room:${row.id}`, kind: 'join-room', kindTitle: '待参加会商', text: `进入会商室：${row.question}` },
      why: `${unitName(books.units, row.owner_unit)}邀请贵单位会商：${row.reason}`,
      ...ofTicket(row, 'room', 'add-minutes'),
      ...AT_ONCE,
    }));
};

/** 呈阅 put before this very person and not answered: by an instruction upon it, or by any he gave on the matter since. */
export const waitingPresentations: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (!actor.roles.includes('leader')) return [];
  const rows = await db
    .selectFrom('responder_presentations as p')
    .innerJoin('responder_tickets as t', 't.id', 'p.ticket_id')
    .select([...TICKET_COLUMNS, 'p.id', 'p.subject', 'p.presented_at'])
    .where('p.leader_id', '=', actor.id)
    .where('t.state', 'in', [...OPEN_STATES])
    .where('t.merged_into', 'is', null)
    .where(
      sql<boolean>`not exists (select from responder_instructions i where i.presentation_id = p.id
        or (i.ticket_id = p.ticket_id and i.instructed_at >= p.presented_at
          and (i.recorded_by ->> 'id' = p.leader_id or i.leader = p.leader)))`,
    )
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('p.presented_at')
    .limit(MOST)
    .execute();
  const now = time.now();
  return rows.map((row) => ({
    ...{ id: `presented:${row.id}`, kind: 'give-instruction', kindTitle: '呈阅待批示', text: row.subject },
    ...{ why: '呈您阅示；也可口头、电话批示，由值班员登记', ...ofTicket(row, 'instructions', 'give-instruction') },
    ...dueBy(null, now),
  }));
};

/** Instructions recorded and neither tasked nor reported on: the lead body says who does it. A time in its words is its deadline. */
export const waitingInstructions: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_instructions as i')
    .innerJoin('responder_tickets as t', 't.id', 'i.ticket_id')
    .select([...TICKET_COLUMNS, 't.origin', 't.lead_unit', 't.co_units', 't.coordinator_unit', 't.owner_unit'])
    .select(['i.id', 'i.leader', 'i.text', 'i.instructed_at', 'i.readers', 'i.recorded_by'])
    .select(['t.event', 't.brought', 't.admitted_units', accusedColumn])
    .where('t.state', 'in', [...OPEN_STATES])
    .where('t.merged_into', 'is', null)
    .where(
      sql<boolean>`not exists (select from responder_tasks k where k.source = 'instruction' and k.source_id = i.id)
        and not exists (select from responder_instruction_reports p where p.instruction_id = i.id)`,
    )
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('i.instructed_at')
    .limit(MOST)
    .execute();
  const now = time.now();
  return rows
    .filter(
      (row) =>
        whyNotAllowed('task-instruction', actor, row, books.units) === null && mayRead(actor, row, row, books.units),
    )
    .map((row) => {
      const due = namedTime(row.text, row.instructed_at, books.calendar);
      return {
        ...{ id: `instruction:${row.id}`, kind: 'task-instruction', kindTitle: '批示待分办' },
        text: `${row.leader}批示：明确承办单位和期限；只须阅知的，报告批示办理情况`,
        why: '由牵头单位分办',
        ...ofTicket(row, 'instructions', 'task-instruction'),
        ...(due === null ? AT_ONCE : dueBy(due, now)),
      };
    });
};
