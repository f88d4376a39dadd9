import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { operation, type Operation } from '../operation.ts';
import type { TicketRooms } from '../rooms.ts';
import { myTasksList, myTasksQuery } from '../schemas/tasks.ts';
import { BUSINESS } from './who-may.ts';

const SHOWN = 500;

/** 我的任务: what waits for this person, whatever room it lies in. */
export const taskOperations = ({ responder, time }: TicketRooms): Operation[] => [
  operation({
    id: 'tasks.list',
    method: 'get',
    path: '/tasks',
    summary: '我的任务：等待本人办理的全部事项，按期限先后',
    tag: '任务',
    roles: BUSINESS,
    query: myTasksQuery,
    response: myTasksList,
    async handle({ actor, query }) {
      const found = await responder.tasks(actor, query);
      const own = found.filter(({ part }) => part !== 'oversee').length;
      return { items: found.slice(0, SHOWN), total: found.length, own, serverTime: toLocalIso(time.now()) };
    },
  }),
];
