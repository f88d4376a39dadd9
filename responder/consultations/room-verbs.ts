import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { notify, recipient } from '../notifications/ledger.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, reasonText, type VerbContext } from '../tickets/act.ts';
import { leadsHere } from '../tickets/leads-here.ts';
import { unitName } from '../tickets/permissions.ts';
import { enterRoom, guestPosts, isMemberUnit, MEMBER_ROLES, refuseUnknown, roomOf, type Room } from './access.ts';
import { giveTasks, openTasksOf, taskInput } from './tasks.ts';
import { moment } from '../tickets/dates.ts';

const units = z.array(z.string().min(1)).min(1).max(50);
const longText = z.string().trim().min(2).max(4000);
export const openRoomInput = z.strictObject({ ...asideInput, question: longText, units, reason: reasonText });
export const addMembersInput = z.strictObject({
  ...asideInput,
  units,
  /** Only people of this post; absent = whoever of the unit works on the matter. */
  role: z.enum(MEMBER_ROLES).optional(),
  reason: reasonText,
});
export const removeMemberInput = z.strictObject({ ...asideInput, memberId: z.uuid(), reason: reasonText });
export const addMinutesInput = z.strictObject({
  ...asideInput,
  at: moment('since', '会商时间'),
  /** By post, one a line; no names are needed. */
  participants: longText,
  agreed: longText,
  tasks: z.array(taskInput).max(30).default([]),
});
export const closeRoomInput = z.strictObject({ ...asideInput, conclusion: longText });

/** 开设会商室 by a lead body, its own unit is a member; one room a ticket, a closed one is opened again with its members. */
export const openRoom = defineVerb('open-room', openRoomInput, async (context) => {
  const { tx, ticket, input, actor, now, books } = context;
  const before = await roomOf(tx, ticket.id);
  if (before?.state === 'open') throw new AppError('conflict', `${before.opened_by.name} 已开设会商室，请向其申请加入`);
  const opened = { question: input.question, opened_at: now, opened_by: json(personOf(actor)) };
  const room = before
    ? await tx
        .updateTable('responder_rooms')
        .set({ ...opened, state: 'open', conclusion: null, closed_at: null, closed_by: null })
        .where('id', '=', before.id)
        .returningAll()
        .executeTakeFirstOrThrow()
    : await tx
        .insertInto('responder_rooms')
        .values({
          ...{ id: uuidv7(now), ticket_id: ticket.id, origin: ticket.origin, jurisdiction: ticket.jurisdiction },
          ...{ owner_unit: actor.unitId ?? ticket.owner_unit, ...opened },
        })
        .returningAll()
        .executeTakeFirstOrThrow();
  // Who keeps the room is in it by that, not by the reason others are asked for.
  const host = { ...context, input: { ...input, reason: '开设会商室，主持会商' } };
  await letIn(host, room, [room.owner_unit], null);
  const invited = input.units.filter((unit) => unit !== room.owner_unit);
  await letIn(context, room, invited, null);
  return {
    set: { consulting_since: ticket.consulting_since ?? now, guest_posts: await guestPosts(tx, ticket.id) },
    entry: {
      text: `开设会商室：${namesOf(input.units, books)}`,
      reason: input.reason,
      payload: { units: input.units },
    },
  };
});

/** By any lead body in the room, each with the reason. */
export const addMembers = defineVerb('add-members', addMembersInput, async (context) => {
  const { tx, ticket, input, books } = context;
  const { room } = await enterOpen(context);
  await letIn(context, room, input.units, input.role ?? null);
  return {
    set: { guest_posts: await guestPosts(tx, ticket.id) },
    entry: { text: `会商室增加成员：${namesOf(input.units, books)}`, reason: input.reason },
  };
});

export const removeMember = defineVerb('remove-member', removeMemberInput, async (context) => {
  const { tx, ticket, input, actor, now, books } = context;
  const { room, members } = await enterOpen(context);
  const member = members.find(({ id, removed_at }) => id === input.memberId && removed_at === null);
  if (!member) throw new AppError('not_found', '没有这个成员');
  if (member.unit === room.owner_unit) throw new AppError('precondition_failed', '开设会商室的单位不能移出');
  await tx
    .updateTable('responder_room_members')
    .set({ removed_at: now, removed_by: json(personOf(actor)), removed_why: input.reason })
    .where('id', '=', member.id)
    .execute();
  const owed = await openTasksOf(tx, ticket.id, member.unit);
  // What it owes keeps the door to the ticket open: whoever removes it is told.
  const stays = owed > 0 ? `（尚有未办结任务 ${owed} 项，办结或撤销前仍可见本工单）` : '';
  return {
    set: { guest_posts: await guestPosts(tx, ticket.id) },
    entry: { text: `会商室移出成员：${unitName(books.units, member.unit)}${stays}`, reason: input.reason },
  };
});

/** 会商纪要, by any member: who took part by post, what was agreed, who does what by when. */
export const addMinutes = defineVerb('add-minutes', addMinutesInput, async (context) => {
  const { tx, ticket, input, actor, now, books } = context;
  const { room, members } = await enterOpen(context);
  const at = new Date(input.at);
  // A task lets its unit in to the matter: a guest brings nobody with him.
  const outside = input.tasks.filter(({ unit }) => !isMemberUnit(unit, members)).map(({ unit }) => unit);
  if (outside.length > 0 && !leadsHere(actor, ticket, books.units))
    throw new AppError('forbidden', `${namesOf(outside, books)}不在会商室内，只有牵头单位可以给其分派任务`);
  const id = uuidv7(now);
  await tx
    .insertInto('responder_room_minutes')
    .values({
      ...{ id, room_id: room.id, at, participants: input.participants, agreed: input.agreed },
      ...{ recorded_at: now, recorded_by: json(personOf(actor)) },
    })
    .execute();
  await giveTasks(context, { source: 'room', id }, input.tasks);
  const tasks = input.tasks.length;
  return {
    set: { guest_posts: await guestPosts(tx, ticket.id) },
    entry: { text: `登记会商纪要${tasks > 0 ? `，分派任务 ${tasks} 项` : ''}`, at },
  };
});

/** 结束会商: the room stays readable for its members, what was agreed stays owed. */
export const closeRoom = defineVerb('close-room', closeRoomInput, async (context) => {
  const { tx, input, actor, now } = context;
  const { room } = await enterOpen(context);
  await tx
    .updateTable('responder_rooms')
    .set({ state: 'closed', conclusion: input.conclusion, closed_at: now, closed_by: json(personOf(actor)) })
    .where('id', '=', room.id)
    .execute();
  return { set: { consulting_since: null }, entry: { text: '结束会商，已形成会商结论' } };
});

async function enterOpen({
  tx,
  ticket,
  actor,
  books,
}: Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'actor' | 'books'>) {
  const entered = await enterRoom(tx, ticket, actor, books.units);
  if (entered.room.state !== 'open') throw new AppError('illegal_move', '会商室已经关闭，如须继续会商请重新开设');
  return entered;
}

const namesOf = (ids: readonly string[], books: VerbContext<unknown>['books']): string =>
  ids.map((id) => unitName(books.units, id)).join('、');

/** Who is in already stays as he is. */
async function letIn(
  { tx, ticket, input, actor, now, books }: VerbContext<{ reason: string }>,
  room: Room,
  ids: readonly string[],
  role: (typeof MEMBER_ROLES)[number] | null,
): Promise<void> {
  const wanted = [...new Set(ids)];
  refuseUnknown(wanted, books);
  if (wanted.length === 0) return;
  const rows = wanted.map((unit) => ({
    ...{ id: uuidv7(now), room_id: room.id, unit, role, reason: input.reason },
    ...{ added_at: now, added_by: json(personOf(actor)) },
  }));
  await tx
    .insertInto('responder_room_members')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const invited = rows.filter(({ unit }) => unit !== actor.unitId);
  const posts = (unit: string): string[] =>
    role === null
      ? (['handler', 'unit_head', 'duty_officer', 'spokesperson'] as const).map((one) => recipient(one, unit))
      : [recipient(role, unit)];
  const notices = invited.map((row) => ({
    reason: `room:${room.id}:${row.id}`,
    recipients: posts(row.unit),
    ...{ ticketId: ticket.id, origin: ticket.origin, lane: 'now' as const, matter: 'task' as const },
    why: '您的单位被邀请进入会商室',
    text: `${ticket.number} 请进入会商室`,
  }));
  await notify(tx, notices, now);
}
