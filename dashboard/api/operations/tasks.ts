import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { operation, type Operation } from '../operation.ts';
import type { TicketRooms } from '../rooms.ts';
import { myTasksList } from '../schemas/tasks.ts';
import { BUSINESS } from './who-may.ts';

/** 我的任务: what this person owes, whatever ticket it hangs on. */
export const taskOperations = ({ responder, time }: TicketRooms): Operation[] => [
  operation({
    id: 'tasks.list',
    method: 'get',
    path: '/tasks',
    summary: '我的任务',
    tag: '任务',
    roles: BUSINESS,
    response: myTasksList,
    async handle({ actor }) {
      return { items: await responder.tasks(actor), serverTime: toLocalIso(time.now()) };
    },
  }),
];
