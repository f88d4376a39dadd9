import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { notify, recipient } from '../notifications/ledger.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, type VerbContext } from '../tickets/act.ts';
import { moment } from '../tickets/dates.ts';
import type { KnownPerson } from '../tickets/people.ts';
import { leadsPlace } from '../tickets/permissions.ts';
import { coordinatorOf } from '../tickets/steps.ts';
import { guestPosts } from './access.ts';
import { leader, longText, refuseOtherPresentation } from './instruction-verbs.ts';

export const presentInput = z.strictObject({
  ...asideInput,
  /** Post or name, of a leader without an account; one of the two is asked for. */
  leader: leader.optional(),
  /** Account of a leader who works in the system: he is told, reads it and may give his 批示 himself. */
  leaderId: z.string().min(1).optional(),
  subject: longText,
  at: moment('since', '呈阅时间'),
});
export const giveInstructionInput = z.strictObject({
  ...asideInput,
  text: longText,
  presentationId: z.uuid().optional(),
  /** 知悉范围 besides the lead body that has to see to it. */
  readerUnits: z.array(z.string().min(1)).max(50).default([]),
});

/** 呈阅: what was put before which leader, when. The timeline tells nobody what or whom. */
export const present = defineVerb('present', presentInput, async (context) => {
  const { tx, ticket, input, actor, now } = context;
  const at = new Date(input.at);
  const account = input.leaderId === undefined ? null : await knownLeader(context, input.leaderId);
  const name = account?.name ?? input.leader;
  if (name === undefined) throw new AppError('invalid_input', '请选择呈阅领导的账号，或填写其职务');
  const id = uuidv7(now);
  await tx
    .insertInto('responder_presentations')
    .values({
      ...{ id, ticket_id: ticket.id, origin: ticket.origin, subject: input.subject, presented_at: at },
      ...{ leader: name, leader_id: account?.id ?? null },
      ...{ recorded_at: now, recorded_by: json(personOf(actor)) },
    })
    .execute();
  const told = { ticketId: ticket.id, eventId: ticket.event_id, origin: ticket.origin, lane: 'now' as const };
  const why = '有材料呈请阅示';
  const notice = { ...told, why, matter: 'presented' as const, text: `${ticket.number} ${why}，请在“批示”页阅示` };
  if (account !== null)
    await notify(
      tx,
      [{ ...notice, reason: `presented:${id}`, recipients: [recipient('leader', account.unitId)] }],
      now,
    );
  return { entry: { text: '呈阅', at } };
});

/** @throws AppError precondition_failed: no leader of the place has this account */
async function knownLeader(
  { people, ticket, books }: Pick<VerbContext<unknown>, 'people' | 'ticket' | 'books'>,
  id: string,
): Promise<KnownPerson> {
  const leaders = (await people(ticket.origin)).filter((person) =>
    leadsPlace({ ...person, roles: [...person.roles] }, books.units),
  );
  const found = leaders.find((person) => person.id === id);
  if (found !== undefined) return found;
  const names = leaders.map(({ name }) => name).join('、');
  throw new AppError(
    'precondition_failed',
    names === '' ? '没有在用的市领导账号，请填写其职务，线下送阅' : `该账号不是市领导；可呈阅的账号：${names}`,
  );
}

/** 批示 by the leader himself: his account signs it, so nothing is owed after it but that the lead body sees to it. */
export const giveInstruction = defineVerb('give-instruction', giveInstructionInput, async (context) => {
  const { tx, ticket, input, actor, now, books } = context;
  if (!leadsPlace(actor, books.units)) throw new AppError('forbidden', '批示由市领导、牵头单位领导作出');
  await refuseOtherPresentation(context);
  const office = coordinatorOf(ticket);
  const id = uuidv7(now);
  await tx
    .insertInto('responder_instructions')
    .values({
      ...{ id, ticket_id: ticket.id, origin: ticket.origin, jurisdiction: ticket.jurisdiction },
      ...{ presentation_id: input.presentationId ?? null, leader: actor.name, manner: 'in_system' },
      ...{ text: input.text, scan: null, instructed_at: now },
      readers: [...new Set([office, ...input.readerUnits])].map((unit) => `*@${unit}`),
      ...{ recorded_at: now, recorded_by: json(personOf(actor)) },
    })
    .execute();
  const about = { ticketId: ticket.id, eventId: ticket.event_id, origin: ticket.origin, lane: 'now' as const };
  const why = '领导作出批示，请分办';
  const notice = {
    ...about,
    why,
    matter: 'task' as const,
    text: `${ticket.number} ${why}`,
    reason: `instruction:${id}`,
  };
  await notify(tx, [{ ...notice, recipients: [recipient('duty_officer', office)] }], now);
  return {
    set: { guest_posts: await guestPosts(tx, ticket.id) },
    entry: { text: '领导作出批示', payload: { instructionId: id } },
  };
});
