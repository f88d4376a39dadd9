import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { operation, type Operation } from '../operation.ts';
import type { TicketRooms } from '../rooms.ts';
import { promisesPage, promisesQuery } from '../schemas/promises.ts';
import { BUSINESS } from './who-may.ts';

/** 承诺台账: what was promised to the public, on whatever ticket, closed ones too. */
export const promiseOperations = ({ responder, time }: TicketRooms): Operation[] => [
  operation({
    id: 'promises.list',
    method: 'get',
    path: '/promises',
    summary: '承诺台账',
    tag: '任务',
    roles: BUSINESS,
    query: promisesQuery,
    response: promisesPage,
    async handle({ query, actor }) {
      return { ...(await responder.promises(query, actor)), serverTime: toLocalIso(time.now()) };
    },
  }),
];
