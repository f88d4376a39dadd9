import type { Kysely } from 'kysely';
import { z } from 'zod';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Desk } from '../desks.ts';
import { postTitle } from '../notifications/posts.ts';
import { iso } from '../queries/read.ts';
import type { ResponderTables } from '../tables.ts';
import { leadsHere } from '../tickets/leads-here.ts';
import { unitName, type Units } from '../tickets/permissions.ts';
import { membersOf, roomOf, worksInRoom, type Member } from './access.ts';
import { tasksOf, taskView, taskViewSchema } from './task-view.ts';

/** The joint room of a ticket. Instants ISO 8601 +08:00. */
export const roomDeskSchema = z
  .object({
    /** Null = none was opened yet. */
    room: z
      .object({
        id: z.string(),
        question: z.string(),
        state: z.enum(['open', 'closed']),
        openedAt: z.string(),
        openedBy: z.string(),
        conclusion: z.string().nullable(),
        closedAt: z.string().nullable(),
        members: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            reason: z.string(),
            addedAt: z.string(),
            addedBy: z.string(),
            removed: z.object({ at: z.string(), by: z.string(), why: z.string() }).nullable(),
          }),
        ),
        minutes: z.array(
          z.object({
            id: z.string(),
            at: z.string(),
            participants: z.string(),
            agreed: z.string(),
            by: z.string(),
            tasks: z.array(taskViewSchema),
          }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'RoomDesk' });
export type RoomDesk = z.infer<typeof roomDeskSchema>;

export const roomDesk: Desk<typeof roomDeskSchema> = {
  name: 'room',
  title: '会商室',
  schema: roomDeskSchema,
  guests: true,
  // Before there is one, those who may open it; afterwards its members alone, whoever else sees the ticket.
  async mayOpen({ db, books }, actor, ticket) {
    const room = await roomOf(db, ticket.id);
    if (!room) return leadsHere(actor, ticket, books.units);
    return worksInRoom(actor, { room, members: await membersOf(db, room.id) }, ticket, books.units);
  },
  async read({ db, books, time }, actor, ticket) {
    const room = await roomOf(db, ticket.id);
    if (!room) return { room: null };
    const members = await membersOf(db, room.id);
    const tasks = await tasksOf(db, ticket.id, ['room']);
    const shown = { units: books.units, reader: actor, now: time.now() };
    const minutes = await minutesOf(db, room.id);
    return {
      room: {
        ...{ id: room.id, question: room.question, state: room.state, conclusion: room.conclusion },
        ...{ openedAt: toLocalIso(room.opened_at), openedBy: room.opened_by.name, closedAt: iso(room.closed_at) },
        members: members.map((member) => memberView(member, books.units)),
        minutes: minutes.map((row) => ({
          ...{ id: row.id, at: toLocalIso(row.at), participants: row.participants, agreed: row.agreed },
          by: row.recorded_by.name,
          tasks: tasks.filter(({ source_id }) => source_id === row.id).map((task) => taskView(task, shown)),
        })),
      },
    };
  },
};

const minutesOf = (db: Kysely<ResponderTables>, roomId: string) =>
  db.selectFrom('responder_room_minutes').selectAll().where('room_id', '=', roomId).orderBy('at', 'desc').execute();

const memberView = (member: Member, units: Units): NonNullable<RoomDesk['room']>['members'][number] => ({
  id: member.id,
  title: member.role === null ? unitName(units, member.unit) : postTitle(`${member.role}@${member.unit}`, units),
  reason: member.reason,
  addedAt: toLocalIso(member.added_at),
  addedBy: member.added_by.name,
  removed:
    member.removed_at === null
      ? null
      : { at: toLocalIso(member.removed_at), by: member.removed_by?.name ?? '', why: member.removed_why ?? '' },
});
