import { z } from 'zod';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import { ADOPTIONS } from '../tables.ts';

export const ADOPTION_TITLES: Record<(typeof ADOPTIONS)[number], string> = {
  adopted: '采纳',
  partly: '部分采纳',
  not_adopted: '未采纳',
};

export const recordAdoptionInput = z.strictObject({
  ...asideInput,
  suggestion: z.string().trim().min(2).max(500),
  outcome: z.enum(ADOPTIONS),
  /** What is done because of it, or why it is not. */
  how: z.string().trim().min(4, '请写明如何采纳或为何未采纳').max(1000),
});

/** D-1: 吸收采纳情况. */
export const recordAdoption = defineVerb(
  'record-adoption',
  recordAdoptionInput,
  async ({ tx, ticket, input, actor, now }) => {
    await tx
      .insertInto('responder_adoptions')
      .values({
        ...{ id: uuidv7(now), ticket_id: ticket.id, origin: ticket.origin, suggestion: input.suggestion },
        ...{ outcome: input.outcome, how: input.how, recorded_by: json(personOf(actor)), recorded_at: now },
      })
      .execute();
    return { entry: { text: `意见建议${ADOPTION_TITLES[input.outcome]}：${input.suggestion}`, reason: input.how } };
  },
);
