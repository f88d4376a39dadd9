import { z } from 'zod';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { answerCopyInput, answerInquiryInput, copyView, inquiryView } from '../../../responder/index.ts';
import { operation, type Operation } from '../operation.ts';
import type { PapersRooms } from '../rooms.ts';
import { idParams, time } from '../schemas/common.ts';
import { UNIT } from './who-may.ts';

const TAG = '来文';
const done = z.object({ ok: z.literal(true) });
const inquiriesList = z.object({ items: z.array(inquiryView), serverTime: time });
const copiesList = z.object({ items: z.array(copyView), serverTime: time });

/** Papers to a unit that does not see the ticket they come from. */
export const paperOperations = (rooms: PapersRooms): Operation[] => [
  ...inquiryOperations(rooms),
  ...copyOperations(rooms),
];

const inquiryOperations = ({ papers, time: clock }: PapersRooms): Operation[] => [
  operation({
    ...{
      id: 'inquiries.list',
      method: 'get',
      path: '/inquiries',
      summary: '发给本单位的核实函',
      tag: TAG,
      roles: UNIT,
    },
    response: inquiriesList,
    handle: async ({ actor }) => ({ items: await papers.inquiries(actor), serverTime: toLocalIso(clock.now()) }),
  }),
  operation({
    ...{ id: 'inquiries.answer', method: 'post', path: '/inquiries/:id/answer', summary: '答复核实函', tag: TAG },
    ...{ roles: UNIT, params: idParams, body: answerInquiryInput, response: done },
    handle: async ({ params, body, actor }) => {
      await papers.answerInquiry(params.id, body, actor);
      return { ok: true as const };
    },
  }),
];

const copyOperations = ({ papers, time: clock }: PapersRooms): Operation[] => [
  operation({
    ...{ id: 'copies.list', method: 'get', path: '/copies', summary: '发给本单位的抄告单', tag: TAG, roles: UNIT },
    response: copiesList,
    handle: async ({ actor }) => ({ items: await papers.copies(actor), serverTime: toLocalIso(clock.now()) }),
  }),
  operation({
    ...{ id: 'copies.answer', method: 'post', path: '/copies/:id/answer', summary: '抄告单已阅或反馈', tag: TAG },
    ...{ roles: UNIT, params: idParams, body: answerCopyInput, response: done },
    handle: async ({ params, body, actor }) => {
      await papers.answerCopy(params.id, body, actor);
      return { ok: true as const };
    },
  }),
];
