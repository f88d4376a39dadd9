import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { CASE_INPUTS, CASE_VERBS, caseView, openCaseInput, type CaseVerbName } from '../../../responder/index.ts';
import { operation, type Operation } from '../operation.ts';
import type { CasesRooms } from '../rooms.ts';
import { casesList } from '../schemas/cases.ts';
import { idParams } from '../schemas/common.ts';

const TAG = '问责';
const PARTIES = ['supervisor', 'leader', 'unit_head', 'duty_leader'] as const;

export const caseOperations = (rooms: CasesRooms): Operation[] => [
  listOperation(rooms),
  openOperationOf(rooms),
  ...CASE_VERBS.map(({ name, title, roles }) =>
    operation({
      id: `accountability.${name}`,
      method: 'post',
      path: `/accountability/cases/:id/${name}`,
      summary: title,
      tag: TAG,
      roles,
      params: idParams,
      body: CASE_INPUTS[name as CaseVerbName],
      response: caseView,
      idempotent: true,
      handle: ({ params, body, actor }) => rooms.cases.actOnCase(name, params.id, body, actor),
      repeat: ({ params, actor }) => rooms.cases.case(params.id, actor),
    }),
  ),
];

const listOperation = ({ cases, time: clock }: CasesRooms): Operation =>
  operation({
    id: 'accountability.cases',
    method: 'get',
    path: '/accountability/cases',
    summary: '问责事项：督查机构与领导看全部，被通知单位看本单位的',
    tag: TAG,
    roles: PARTIES,
    response: casesList,
    async handle({ actor }) {
      const items = await cases.cases(actor);
      return { items, choices: cases.choices(), serverTime: toLocalIso(clock.now()) };
    },
  });

const openOperationOf = ({ cases }: CasesRooms): Operation =>
  operation({
    id: 'accountability.open-case',
    method: 'post',
    path: '/accountability/cases',
    summary: '立案核查',
    tag: TAG,
    roles: ['supervisor'],
    body: openCaseInput,
    response: caseView,
    status: 201,
    idempotent: true,
    handle: ({ body, actor }) => cases.openCase(body, actor),
    repeat: ({ actor }, { id }) => cases.case(id, actor),
  });
