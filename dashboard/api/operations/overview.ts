import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { operation, type Operation } from '../operation.ts';
import { sourcesList } from '../schemas/admin.ts';
import { accountabilityList, evaluationCounts, evaluationQuery, samplesList } from '../schemas/evaluation.ts';
import { lagsPage, overview, overviewQuery } from '../schemas/overview.ts';
import { pageQuery } from '../schemas/common.ts';
import type { OverviewRooms } from '../rooms.ts';
import { BUSINESS, DUTY, OVERSEERS } from './who-may.ts';

const TAG = '总览';

export const overviewOperations = (rooms: OverviewRooms): Operation[] => [
  overviewOperation(rooms),
  lagsOperation(rooms),
  sourcesOperation(rooms),
  ...evaluationOperations(rooms),
  accountabilityOperation(rooms),
];

const overviewOperation = ({ overview: room, time }: OverviewRooms): Operation =>
  operation({
    id: 'overview.read',
    method: 'get',
    path: '/overview',
    summary: '总览：计数、三个时差、在走的时限、信号灯',
    tag: TAG,
    roles: BUSINESS,
    query: overviewQuery,
    response: overview,
    async handle({ query, viewer }) {
      return { ...(await room.overview(query.origin, viewer)), serverTime: toLocalIso(time.now()) };
    },
  });

const lagsOperation = ({ overview: room, time }: OverviewRooms): Operation =>
  operation({
    id: 'lags.list',
    method: 'get',
    path: '/lags',
    summary: '早发现、早研判、早处置明细',
    tag: TAG,
    roles: BUSINESS,
    query: pageQuery,
    response: lagsPage,
    async handle({ query, actor }) {
      return { ...(await room.lags(query, actor)), serverTime: toLocalIso(time.now()) };
    },
  });

const sourcesOperation = ({ overview: room, time }: OverviewRooms): Operation =>
  operation({
    id: 'sources.list',
    method: 'get',
    path: '/sources',
    summary: '采集来源及其状态',
    tag: TAG,
    roles: [...OVERSEERS, 'system_admin'],
    response: sourcesList,
    async handle() {
      return { items: await room.sources(), serverTime: toLocalIso(time.now()) };
    },
  });

const accountabilityOperation = ({ overview: room, time }: OverviewRooms): Operation =>
  operation({
    id: 'accountability.list',
    method: 'get',
    path: '/accountability',
    summary: '履职问题线索（待核），仅督查可见',
    tag: '评估',
    roles: ['supervisor'],
    response: accountabilityList,
    async handle({ actor }) {
      return { items: await room.accountability(actor), serverTime: toLocalIso(time.now()) };
    },
  });

const evaluationOperations = ({ overview: room, time }: OverviewRooms): Operation[] => [
  operation({
    id: 'evaluation.counts',
    method: 'get',
    path: '/evaluation/units',
    summary: '各单位办理过程数据',
    tag: '评估',
    roles: [...DUTY, 'leader', 'supervisor', 'evaluator'],
    query: evaluationQuery,
    response: evaluationCounts,
    async handle({ query, viewer }) {
      return { ...(await room.unitFacts(query, viewer)), serverTime: toLocalIso(time.now()) };
    },
  }),
  operation({
    id: 'evaluation.samples',
    method: 'get',
    path: '/evaluation/samples',
    summary: '抽样的办结件（不含个人信息）',
    tag: '评估',
    roles: ['evaluator', 'supervisor'],
    response: samplesList,
    async handle({ viewer }) {
      return { items: await room.samples(viewer), serverTime: toLocalIso(time.now()) };
    },
  }),
];
