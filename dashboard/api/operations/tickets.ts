import { z } from 'zod';
import type { Actor, Role } from '../../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { operation, type Operation } from '../operation.ts';
import { id, idParams } from '../schemas/common.ts';
import { clockExplanation, ticketDetail, ticketsPage, ticketsQuery } from '../schemas/tickets.ts';
import { openTicketRequest } from '../schemas/verbs.ts';
import { DESKS, openSealedInput, VERB_INPUTS, VERB_TABLE, type Desk, type VerbName } from '../../../responder/index.ts';
import type { TicketRooms } from '../rooms.ts';
import { BUSINESS, DUTY } from './who-may.ts';

const TAG = '工单';

export const ticketOperations = (rooms: TicketRooms): Operation[] => [
  listOperation(rooms),
  detailOperation(rooms),
  openOperationOf(rooms),
  explainOperation(rooms),
  openSealedOperation(rooms),
  ...DESKS.map((desk) => deskOperation(rooms, desk)),
  ...VERB_TABLE.map((row) => verbOperation(rooms, row.name as VerbName, row.title, row.roles)),
];

const listOperation = ({ responder, time }: TicketRooms): Operation =>
  operation({
    id: 'tickets.list',
    method: 'get',
    path: '/tickets',
    summary: '工单列表',
    tag: TAG,
    roles: BUSINESS,
    query: ticketsQuery,
    response: ticketsPage,
    async handle({ query, actor }) {
      return { ...(await responder.tickets(query, actor)), serverTime: toLocalIso(time.now()) };
    },
  });

const detailOperation = ({ responder }: TicketRooms): Operation =>
  operation({
    id: 'tickets.read',
    method: 'get',
    path: '/tickets/:id',
    summary: '工单详情：时限、时间轴、回应、可办事项',
    tag: TAG,
    roles: BUSINESS,
    params: idParams,
    response: ticketDetail,
    handle: ({ params, actor }) => responder.ticket(params.id, actor),
  });

const openOperationOf = ({ responder }: TicketRooms): Operation =>
  operation({
    id: 'tickets.open',
    method: 'post',
    path: '/tickets',
    summary: '为仅关注的事件手工立单',
    tag: TAG,
    roles: DUTY,
    // Where the matter accuses a lead body, 督查 or 纪检 keeps it in its place.
    alsoFor: (actor) => responder.mayStandIn(actor),
    body: openTicketRequest,
    response: ticketDetail,
    status: 201,
    idempotent: true,
    handle: ({ body, actor }) => responder.openTicket(body, actor),
    repeat: ({ actor }, { ticket }) => responder.ticket(ticket.id, actor),
  });

const explainOperation = ({ responder }: TicketRooms): Operation =>
  operation({
    id: 'clocks.explain',
    method: 'get',
    path: '/clocks/:id/explanation',
    summary: '时限的依据与推算过程',
    tag: TAG,
    roles: BUSINESS,
    params: idParams,
    response: clockExplanation,
    handle: ({ params, actor }) => responder.explainClock(params.id, actor),
  });

/** Not idempotent: an opened value is kept nowhere, not even for a repeated request. */
const openSealedOperation = ({ responder }: TicketRooms): Operation =>
  operation({
    id: 'ticket.open-sealed',
    method: 'post',
    path: '/tickets/:id/sealed/:valueId/open',
    summary: '查阅一项封存内容（须在名单内，写明事由，留痕）',
    tag: TAG,
    roles: BUSINESS,
    params: idParams.extend({ valueId: id }),
    body: openSealedInput,
    response: z.object({ label: z.string(), value: z.string() }),
    handle: ({ params, body, actor }) =>
      responder.openSealed({ ticketId: params.id, valueId: params.valueId }, body, actor),
  });

/** What lies on a desk of a ticket. */
const deskOperation = ({ responder }: TicketRooms, { name, title, schema }: Desk): Operation =>
  operation({
    id: `ticket.desk.${name}`,
    method: 'get',
    path: `/tickets/:id/desks/${name}`,
    summary: title,
    tag: TAG,
    roles: BUSINESS,
    params: idParams,
    response: schema,
    handle: ({ params, actor }) => responder.desk(params.id, name, actor),
  });

/** One operation a verb of the responder; the answer is the ticket as it is afterwards. */
const verbOperation = ({ responder }: TicketRooms, verb: VerbName, title: string, roles: readonly Role[]): Operation =>
  operation({
    id: `ticket.${verb}`,
    method: 'post',
    path: `/tickets/:id/${verb}`,
    summary: title,
    tag: '工单办理',
    roles,
    ...(roles.some((role) => DUTY.some((one) => one === role)) && {
      alsoFor: (actor: Actor) => responder.mayStandIn(actor),
    }),
    params: idParams,
    body: VERB_INPUTS[verb],
    // Null: done, and the ticket is no longer this person's to see (returned, reassigned).
    response: ticketDetail.nullable(),
    idempotent: true,
    handle: ({ params, body, actor }) => responder.act(verb, params.id, body, actor),
    repeat: ({ params, actor }) => responder.ticketIfSeen(params.id, actor),
  });
