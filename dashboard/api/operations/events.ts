import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { operation, type Operation } from '../operation.ts';
import { eventDetail, eventsPage, eventsQuery } from '../schemas/events.ts';
import { idParams } from '../schemas/common.ts';
import { streamPage, streamQuery } from '../schemas/mentions.ts';
import { warningsPage, warningsQuery } from '../schemas/warnings.ts';
import type { WatchRooms } from '../rooms.ts';
import { BUSINESS } from './who-may.ts';

const TAG = '监测';

/** Stream, events and warnings; for a department only what belongs to its own tickets. */
export const watchOperations = (rooms: WatchRooms): Operation[] => [
  streamOperation(rooms),
  eventsOperation(rooms),
  eventOperation(rooms),
  warningsOperation(rooms),
];

const streamOperation = ({ watch, time }: WatchRooms): Operation =>
  operation({
    id: 'stream.list',
    method: 'get',
    path: '/stream',
    summary: '实时信息流与检索',
    tag: TAG,
    roles: BUSINESS,
    query: streamQuery,
    response: streamPage,
    async handle({ query, viewer }) {
      return { ...(await watch.stream(query, viewer)), serverTime: toLocalIso(time.now()) };
    },
  });

const eventsOperation = ({ watch, time }: WatchRooms): Operation =>
  operation({
    id: 'events.list',
    method: 'get',
    path: '/events',
    summary: '舆情事件列表',
    tag: TAG,
    roles: BUSINESS,
    query: eventsQuery,
    response: eventsPage,
    async handle({ query, viewer }) {
      return { ...(await watch.events(query, viewer)), serverTime: toLocalIso(time.now()) };
    },
  });

const eventOperation = ({ watch, time }: WatchRooms): Operation =>
  operation({
    id: 'events.read',
    method: 'get',
    path: '/events/:id',
    summary: '舆情事件详情',
    tag: TAG,
    roles: BUSINESS,
    params: idParams,
    response: eventDetail,
    async handle({ params, viewer }) {
      return { ...(await watch.event(params.id, viewer)), serverTime: toLocalIso(time.now()) };
    },
  });

const warningsOperation = ({ watch, time }: WatchRooms): Operation =>
  operation({
    id: 'warnings.list',
    method: 'get',
    path: '/warnings',
    summary: '苗头预警',
    tag: TAG,
    roles: BUSINESS,
    query: warningsQuery,
    response: warningsPage,
    async handle({ query, viewer }) {
      return { ...(await watch.warnings(query, viewer)), serverTime: toLocalIso(time.now()) };
    },
  });
