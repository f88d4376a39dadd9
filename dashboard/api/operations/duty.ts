import { z } from 'zod';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { changeDutyInput, signHandoverInput, tickHandoverInput, writeHandoverInput } from '../../../responder/index.ts';
import { operation, type Operation } from '../operation.ts';
import type { DutyRooms } from '../rooms.ts';
import { idParams, noContent } from '../schemas/common.ts';
import * as S from '../schemas/duty.ts';
import { BUSINESS, DUTY } from './who-may.ts';

const TAG = '值班';
/** Whose unit it may be is asked of the responder. */
const PLANNERS = [...DUTY, 'unit_head'] as const;
const ON_DUTY = [...DUTY, 'handler', 'unit_head'] as const;

/** 值班表、交接班、职责表、组织机构. */
export const dutyOperations = (rooms: DutyRooms): Operation[] => [
  ...rosterOperations(rooms),
  ...tableOfRoster(rooms),
  ...removeOperations(rooms),
  ...handoverOperations(rooms),
  ...signatureOperations(rooms),
  ...tableOperations(rooms),
];

const rosterOperations = ({ duty, time }: DutyRooms): Operation[] => [
  operation({
    ...{ id: 'roster.read', method: 'get', path: '/duty/roster', summary: '单位值班表、空档与可排人员', tag: TAG },
    roles: BUSINESS,
    query: S.rosterQuery,
    response: S.roster,
    async handle({ query, viewer }) {
      return { ...(await duty.roster(query, viewer)), serverTime: toLocalIso(time.now()) };
    },
  }),
  operation({
    ...{ id: 'roster.set', method: 'post', path: '/duty/roster', summary: '排班、换班', tag: TAG },
    roles: PLANNERS,
    body: S.setShiftsRequest,
    response: S.shiftsSet,
    idempotent: true,
    handle: ({ body, viewer }) => duty.setShifts(body, viewer),
  }),
  operation({
    ...{ id: 'roster.import', method: 'post', path: '/duty/roster/import', summary: '按表格导入值班表', tag: TAG },
    roles: PLANNERS,
    body: S.importRosterRequest,
    response: S.shiftsSet,
    idempotent: true,
    handle: ({ body, viewer }) => duty.importShifts(body, viewer),
  }),
];

/** What an office saves its month as. */
const TABLES = [
  'text/csv',
  'text/plain',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-excel',
  'application/octet-stream',
];

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const tableOfRoster = ({ duty }: DutyRooms): Operation[] => [
  operation({
    ...{ id: 'roster.template', method: 'get', path: '/duty/roster/template', summary: '值班表模板', tag: TAG },
    roles: PLANNERS,
    query: S.rosterTemplateQuery,
    response: z.unknown(),
    binary: [WORKBOOK],
    pace: 30,
    async handle({ query, http }) {
      http.response.set({
        'content-type': WORKBOOK,
        'content-disposition': `attachment; filename="roster-${query.month}.xlsx"`,
      });
      return duty.template(query.month);
    },
  }),
  operation({
    ...{ id: 'roster.file', method: 'post', path: '/duty/roster/file', summary: '读取值班表文件', tag: TAG },
    roles: PLANNERS,
    raw: { types: TABLES, limit: '1mb' },
    response: S.rosterTable,
    pace: 30,
    handle: ({ body }) => duty.readTable(Buffer.isBuffer(body) ? body : Buffer.alloc(0)),
  }),
  operation({
    ...{ id: 'roster.preview', method: 'post', path: '/duty/roster/preview', summary: '预览值班表，不保存', tag: TAG },
    roles: PLANNERS,
    body: S.previewRosterRequest,
    response: S.rosterPreview,
    handle: ({ body, viewer }) => duty.previewShifts(body, viewer),
  }),
];

const removeOperations = ({ duty }: DutyRooms): Operation[] => [
  operation({
    ...{ id: 'roster.remove', method: 'post', path: '/duty/shifts/:id/remove', summary: '撤销班次', tag: TAG },
    roles: PLANNERS,
    params: idParams,
    body: S.removeShiftRequest,
    response: noContent,
    status: 204,
    async handle({ params, body, actor }) {
      await duty.removeShift({ id: params.id, ...body }, actor);
      return null;
    },
  }),
];

const handoverOperations = ({ duty, time }: DutyRooms): Operation[] => [
  operation({
    ...{ id: 'handovers.list', method: 'get', path: '/duty/handovers', summary: '交接班单', tag: TAG },
    roles: BUSINESS,
    query: S.handoversQuery,
    response: S.handoversPage,
    async handle({ query, actor }) {
      return { ...(await duty.handovers(query, actor)), serverTime: toLocalIso(time.now()) };
    },
  }),
  operation({
    ...{ id: 'handovers.write', method: 'post', path: '/duty/handovers', summary: '生成交接班单', tag: TAG },
    roles: ON_DUTY,
    body: writeHandoverInput,
    response: idParams,
    status: 201,
    idempotent: true,
    handle: ({ body, actor }) => duty.writeHandover(body, actor),
  }),
];

const signatureOperations = ({ duty }: DutyRooms): Operation[] => [
  operation({
    ...{ id: 'handovers.tick', method: 'post', path: '/duty/handovers/:id/tick', summary: '逐项核对', tag: TAG },
    roles: ON_DUTY,
    params: idParams,
    body: tickHandoverInput.omit({ id: true }),
    response: noContent,
    status: 204,
    async handle({ params, body, actor }) {
      await duty.tickHandover({ id: params.id, ...body }, actor);
      return null;
    },
  }),
  operation({
    ...{ id: 'handovers.sign', method: 'post', path: '/duty/handovers/:id/sign', summary: '交班、接班签字', tag: TAG },
    roles: ON_DUTY,
    params: idParams,
    body: signHandoverInput.omit({ id: true }),
    response: noContent,
    status: 204,
    async handle({ params, body, actor }) {
      await duty.signHandover({ id: params.id, ...body }, actor);
      return null;
    },
  }),
];

const tableOperations = ({ duty }: DutyRooms): Operation[] => [
  operation({
    ...{ id: 'dutyTable.read', method: 'get', path: '/duty/table', summary: '职责表及其变更', tag: TAG },
    roles: BUSINESS,
    response: S.dutyTable,
    handle: ({ actor }) => duty.table(actor),
  }),
  operation({
    ...{ id: 'dutyTable.change', method: 'post', path: '/duty/table', summary: '修改职责表', tag: TAG },
    roles: DUTY,
    body: changeDutyInput,
    response: noContent,
    status: 204,
    async handle({ body, actor }) {
      await duty.changeTable(body, actor);
      return null;
    },
  }),
  operation({
    ...{ id: 'organisation.read', method: 'get', path: '/organisation', summary: '组织机构与岗位', tag: TAG },
    roles: BUSINESS,
    response: S.organisation,
    handle: ({ viewer }) => duty.organisation(viewer),
  }),
];
