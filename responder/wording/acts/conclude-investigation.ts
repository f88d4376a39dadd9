import { z } from 'zod';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import { wholeDay } from '../../tickets/dates.ts';

export const concludeInvestigationInput = z.strictObject({
  ...asideInput,
  /** Who concluded it: the investigation group or the authority. */
  body: z.string().trim().min(2).max(100),
  paper: z.string().trim().min(2, '请写明文号或报告名称').max(200),
  concludedOn: wholeDay('earlier', '结论日期'),
  conclusion: z.string().trim().min(4).max(2000),
});

/** 登记调查结论: from now on a cause may be told (慎报原因). */
export const concludeInvestigation = defineVerb(
  'conclude-investigation',
  concludeInvestigationInput,
  async ({ tx, ticket, input, actor, now }) => {
    const id = uuidv7(now);
    await tx
      .insertInto('responder_investigations')
      .values({
        ...{ id, ticket_id: ticket.id, origin: ticket.origin, body: input.body, paper: input.paper },
        ...{ concluded_on: input.concludedOn, conclusion: input.conclusion },
        ...{ recorded_by: json(personOf(actor)), recorded_at: now },
      })
      .execute();
    return { entry: { text: `登记调查结论：${input.body}，${input.paper}`, payload: { investigationId: id } } };
  },
);
