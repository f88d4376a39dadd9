import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb, reasonText } from '../../tickets/act.ts';
import { authorsOf } from '../../releases/paper.ts';
import { inWords } from '../consistency.ts';
import { backgroundOf, openContradictions } from '../draft-check.ts';
import { draftsOf } from '../texts.ts';

export const explainDifferenceInput = z.strictObject({
  ...asideInput,
  /** The difference as the desk names it: one pair of values. */
  key: z.string().min(8).max(64),
  reason: reasonText,
});

/** 说明前后不一: a person says why a number, sum or date is another than before. It holds for just this pair of values. */
export const explainDifference = defineVerb(
  'explain-difference',
  explainDifferenceInput,
  async ({ tx, ticket, input, actor, now, books }) => {
    const known = await backgroundOf(tx, ticket, books);
    const drafts = await draftsOf(tx, ticket);
    const found = drafts
      .flatMap((draft) => openContradictions(draft, known, books, now).map((one) => ({ ...one, draftId: draft.id })))
      .find(({ key }) => key === input.key);
    if (!found) throw new AppError('not_found', '没有这一处不一致，可能文稿已经修改或已经说明');
    if (found.draftId !== null && (await authorsOf(tx, found.draftId)).includes(actor.id))
      throw new AppError('precondition_failed', '前后不一由拟稿人以外的人说明，请由审核人或新闻发言人办理');
    const told = inWords(found);
    await tx
      .insertInto('responder_explanations')
      .values({
        ...{ id: uuidv7(now), ticket_id: ticket.id, origin: ticket.origin, key: input.key, told },
        ...{ reason: input.reason, by: json(personOf(actor)), at: now },
      })
      .execute();
    return { entry: { text: `说明与此前发布不一致：${found.title}`, reason: input.reason, payload: { told } } };
  },
);
