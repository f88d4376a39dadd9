import type { Kysely, Selectable } from 'kysely';
import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import type { ResponderBooks } from '../books.ts';
import type { ResponderTables } from '../tables.ts';
import { accusedUnits, type Accusing, type Ticket } from '../tickets/ticket.ts';
import { takesOverFrom } from '../tickets/leads-here.ts';
import { postsOf, type Units } from '../tickets/permissions.ts';
import type { InstructionsTable, RoomMembersTable, RoomsTable } from './tables.ts';

type Db = Kysely<ResponderTables>;
export type Room = Selectable<RoomsTable>;
export type Member = Selectable<RoomMembersTable>;
export type Instruction = Selectable<InstructionsTable>;

/** Posts one may let in to a paper of a matter; with 领导 those a paper may be for. */
export const MEMBER_ROLES = [
  'handler',
  'unit_head',
  'spokesperson',
  'duty_officer',
  'duty_leader',
  'supervisor',
] as const satisfies readonly Role[];
export const READER_ROLES = [...MEMBER_ROLES, 'leader'] as const satisfies readonly Role[];

export const postOf = ({ unit, role }: { unit: string; role: string | null }): string => `${role ?? '*'}@${unit}`;

export const roomOf = (db: Db, ticketId: string): Promise<Room | undefined> =>
  db.selectFrom('responder_rooms').selectAll().where('ticket_id', '=', ticketId).executeTakeFirst();

export const membersOf = (db: Db, roomId: string): Promise<Member[]> =>
  db
    .selectFrom('responder_room_members')
    .selectAll()
    .where('room_id', '=', roomId)
    .orderBy('added_at')
    .orderBy('unit')
    .execute();

export const isMemberUnit = (unit: string, members: readonly Member[]): boolean =>
  members.some((member) => member.removed_at === null && member.unit === unit);

/** A member now: by unit or post, and never of a unit the matter is about. */
export const isMember = (actor: Actor, members: readonly Member[], ticket: Accusing): boolean =>
  actor.unitId !== null &&
  !accusedUnits(ticket).includes(actor.unitId) &&
  members.some((member) => member.removed_at === null && postsOf(actor).includes(postOf(member)));

/** A member, or in the place of the lead body that keeps the room and is accused by now. */
export const worksInRoom = (
  actor: Actor,
  { room, members }: { room: Room; members: readonly Member[] },
  ticket: Accusing,
  units: Units,
): boolean => isMember(actor, members, ticket) || takesOverFrom(actor, room.owner_unit, ticket, units);

/** The room, if it is there and this person works in it. @throws AppError not_found, the same for both */
export async function enterRoom(
  db: Db,
  ticket: Ticket,
  actor: Actor,
  units: Units,
): Promise<{ room: Room; members: Member[] }> {
  const room = await roomOf(db, ticket.id);
  const members = room ? await membersOf(db, room.id) : [];
  if (!room || !worksInRoom(actor, { room, members }, ticket, units))
    throw new AppError('not_found', '没有这个会商室，或您不是其成员');
  return { room, members };
}

/** In the need-to-know list, the one who recorded it, or in the place of the recording body that is accused by now. */
export const mayRead = (
  actor: Actor,
  { readers, recorded_by }: Pick<Instruction, 'readers' | 'recorded_by'>,
  ticket: Accusing,
  units: Units,
): boolean =>
  recorded_by.id === actor.id ||
  postsOf(actor).some((post) => readers.includes(post)) ||
  takesOverFrom(actor, recorded_by.unitId, ticket, units);

/**
 * Everybody who was let in to some paper of this ticket: members of its room, units with tasks, readers of instructions. A unit keeps what it has
 * done as its own history; one that was taken out of the room on purpose stays by what it still owes only.
 */
export async function guestPosts(db: Db, ticketId: string): Promise<string[]> {
  const members = await db
    .selectFrom('responder_room_members as m')
    .innerJoin('responder_rooms as r', 'r.id', 'm.room_id')
    .select(['m.unit', 'm.role', 'm.removed_at'])
    .where('r.ticket_id', '=', ticketId)
    .execute();
  const tasks = await db
    .selectFrom('responder_tasks')
    .select(['unit', 'state'])
    .where('ticket_id', '=', ticketId)
    .where('state', '<>', 'dropped')
    .execute();
  const instructions = await db
    .selectFrom('responder_instructions')
    .select('readers')
    .where('ticket_id', '=', ticketId)
    .execute();
  const current = members.filter(({ removed_at }) => removed_at === null);
  const wasRemoved = (unit: string): boolean =>
    members.some((row) => row.unit === unit && row.removed_at !== null) &&
    !current.some((row) => row.unit === unit && row.role === null);
  const posts = [
    ...current.map(postOf),
    ...tasks
      .filter(({ unit, state }) => state === 'open' || !wasRemoved(unit))
      .map(({ unit }) => postOf({ unit, role: null })),
    ...instructions.flatMap(({ readers }) => readers),
  ];
  return [...new Set(posts)].sort();
}

/** @throws AppError precondition_failed: a unit nobody knows. One that must keep out is refused by the frame of every verb. */
export function refuseUnknown(ids: readonly string[], { units }: Pick<ResponderBooks, 'units'>): void {
  const unknown = ids.find((id) => !units.has(id));
  if (unknown !== undefined) throw new AppError('precondition_failed', `没有编号为“${unknown}”的单位`);
}
