import { z } from 'zod';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { operation, type Operation } from '../operation.ts';
import { idParams, noContent } from '../schemas/common.ts';
import * as S from '../schemas/notifications.ts';
import type { TicketRooms } from '../rooms.ts';
import { BUSINESS, DUTY } from './who-may.ts';

const TAG = '提醒';

export const notificationOperations = (rooms: TicketRooms): Operation[] => [
  ...inboxOperations(rooms),
  ...deliveryOperations(rooms),
  ...channelOperations(rooms),
];

/** Mine only: to me, to my role, to my unit. */
const inboxOperations = ({ responder, time }: TicketRooms): Operation[] => [
  operation({
    id: 'notifications.list',
    method: 'get',
    path: '/notifications',
    summary: '我的提醒及其缘由',
    tag: TAG,
    roles: BUSINESS,
    query: S.notificationsQuery,
    response: S.notificationsPage,
    async handle({ query, actor }) {
      return { ...(await responder.notifications(query, actor)), serverTime: toLocalIso(time.now()) };
    },
  }),
  operation({
    id: 'notifications.seen',
    method: 'post',
    path: '/notifications/:id/seen',
    summary: '标为已读',
    tag: TAG,
    roles: BUSINESS,
    params: idParams,
    response: noContent,
    status: 204,
    async handle({ params, actor }) {
      await responder.markSeen(params.id, actor);
      return null;
    },
  }),
];

/** What left the house, and sending again what did not arrive. */
const deliveryOperations = ({ responder, time }: TicketRooms): Operation[] => [
  operation({
    id: 'deliveries.list',
    method: 'get',
    path: '/deliveries',
    summary: '外发通知台账',
    tag: TAG,
    roles: [...DUTY, 'supervisor'],
    query: S.deliveriesQuery,
    response: S.deliveriesPage,
    async handle({ query, actor }) {
      return { ...(await responder.deliveries(query, actor)), serverTime: toLocalIso(time.now()) };
    },
  }),
  operation({
    id: 'deliveries.resend',
    method: 'post',
    path: '/deliveries/resend',
    summary: '重发未送达的通知',
    tag: TAG,
    roles: DUTY,
    body: S.resendRequest,
    response: S.resent,
    idempotent: true,
    async handle({ body, actor }) {
      return { resent: await responder.resend(body, actor) };
    },
  }),
];

/** Carries no business row, so that the system administrator may look. */
const channelOperations = ({ responder, time }: TicketRooms): Operation[] => [
  operation({
    id: 'channels.list',
    method: 'get',
    path: '/channels',
    summary: '通知通道状态',
    tag: TAG,
    roles: [...DUTY, 'system_admin'],
    response: S.channelsList,
    async handle() {
      return { items: await responder.channels(), serverTime: toLocalIso(time.now()) };
    },
  }),
  operation({
    id: 'channels.test',
    method: 'post',
    path: '/channels/:id/test',
    summary: '向通道的全部去处发送测试',
    tag: TAG,
    roles: ['system_admin'],
    params: z.object({ id: z.string().max(40) }),
    response: S.channelTest,
    pace: 6,
    async handle({ params, actor }) {
      return { items: await responder.testChannel(params.id, actor) };
    },
  }),
];
