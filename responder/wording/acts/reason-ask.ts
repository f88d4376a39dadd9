import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import { atAsk, lockAsk } from './an-ask.ts';

export const reasonAskInput = z.strictObject({
  ...asideInput,
  ...atAsk,
  /** A key of wording.yaml asks.reasons. */
  reasonKey: z.string().max(40),
  reason: z.string().trim().max(500).optional(),
});

/** 说明不答理由, from the list; "其他" needs words. */
export const reasonAsk = defineVerb('reason-ask', reasonAskInput, async ({ tx, ticket, input, actor, now, books }) => {
  const known = books.wording.asks.reasons.find(({ key }) => key === input.reasonKey);
  if (!known) throw new AppError('invalid_input', '请从列表中选择不答的理由');
  if (known.key === 'other' && (input.reason ?? '').length < 4)
    throw new AppError('precondition_failed', '选“其他”的，须写明理由');
  const ask = await lockAsk(tx, ticket.id, input);
  await tx
    .updateTable('responder_asks')
    .set({
      ...{ state: 'reasoned', reason_key: known.key, reason: input.reason ?? null, version: ask.version + 1 },
      ...{ passage: null, draft_id: null, release_id: null },
      ...{ settled_by: json(personOf(actor)), settled_at: now },
    })
    .where('id', '=', ask.id)
    .execute();
  return {
    entry: {
      text: `群众关切“${ask.text}”暂不回答：${known.title}`,
      reason: input.reason ?? null,
      payload: { askId: ask.id, reasonKey: known.key },
    },
  };
});
