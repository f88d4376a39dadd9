import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { operation, type Operation } from '../operation.ts';
import { idParams, noContent } from '../schemas/common.ts';
import { notificationsPage, notificationsQuery } from '../schemas/notifications.ts';
import type { TicketRooms } from '../rooms.ts';
import { BUSINESS } from './who-may.ts';

const TAG = '提醒';

/** Mine only: to me, to my role, to my unit. */
export const notificationOperations = ({ responder, time }: TicketRooms): Operation[] => [
  operation({
    id: 'notifications.list',
    method: 'get',
    path: '/notifications',
    summary: '我的提醒及其缘由',
    tag: TAG,
    roles: BUSINESS,
    query: notificationsQuery,
    response: notificationsPage,
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
