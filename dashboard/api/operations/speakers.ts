import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { operation, type Operation } from '../operation.ts';
import type { SpeakerRooms } from '../rooms.ts';
import { idParams, noContent } from '../schemas/common.ts';
import * as S from '../schemas/speakers.ts';
import { BUSINESS, DUTY } from './who-may.ts';

const TAG = '发言人';
/** Whose unit it may be is asked of the responder. */
const KEEPERS = [...DUTY, 'spokesperson', 'unit_head'] as const;

/** Who speaks for which unit, and who really did. */
export const speakerOperations = (rooms: SpeakerRooms): Operation[] => [
  ...registerOperations(rooms),
  ...recordOperations(rooms),
];

const registerOperations = ({ speakers, time }: SpeakerRooms): Operation[] => [
  operation({
    id: 'speakers.list',
    method: 'get',
    path: '/speakers',
    summary: '新闻（网络）发言人名册与发声次数',
    tag: TAG,
    roles: BUSINESS,
    response: S.speakersList,
    async handle({ actor }) {
      return { items: await speakers.speakers(actor), serverTime: toLocalIso(time.now()) };
    },
  }),
  operation({
    id: 'speakers.set',
    method: 'post',
    path: '/speakers',
    summary: '登记发言人',
    tag: TAG,
    roles: KEEPERS,
    body: S.setSpeakerRequest,
    response: noContent,
    status: 204,
    async handle({ body, actor }) {
      await speakers.setSpeaker(body, actor);
      return null;
    },
  }),
];

const recordOperations = ({ speakers }: SpeakerRooms): Operation[] => [
  operation({
    id: 'speakers.end',
    method: 'post',
    path: '/speakers/:id/end',
    summary: '终止发言人登记（历史保留）',
    tag: TAG,
    roles: KEEPERS,
    params: idParams,
    response: noContent,
    status: 204,
    async handle({ params, actor }) {
      await speakers.endSpeaker(params.id, actor);
      return null;
    },
  }),
  operation({
    id: 'speakers.appear',
    method: 'post',
    path: '/speakers/appearances',
    summary: '登记参加发布会、接受采访（须附链接）',
    tag: TAG,
    roles: KEEPERS,
    body: S.recordAppearanceRequest,
    response: noContent,
    status: 204,
    async handle({ body, actor }) {
      await speakers.recordAppearance(body, actor);
      return null;
    },
  }),
];
