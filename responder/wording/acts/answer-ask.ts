import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import type { Ticket, Tx } from '../../tickets/ticket.ts';
import { wholeText } from '../completeness.ts';
import { plain } from '../sentences.ts';
import { draftsOf, releasesOn, reportDraft } from '../texts.ts';
import { atAsk, lockAsk } from './an-ask.ts';

export const answerAskInput = z
  .strictObject({
    ...asideInput,
    ...atAsk,
    /** Where it is answered; neither = in the wording of the unit's report. */
    draftId: z.uuid().optional(),
    releaseId: z.uuid().optional(),
    /** The words that answer it, as they stand there. */
    passage: z.string().trim().min(4, '请摘录作出回答的原文').max(500),
  })
  .refine(({ draftId, releaseId }) => draftId === undefined || releaseId === undefined, {
    message: '发布稿和已发布内容只能选一处',
  });
type Where = { draftId?: string | undefined; releaseId?: string | undefined };

/** 登记答复出处: which passage of which text answers the question. The passage must really stand there. */
export const answerAsk = defineVerb('answer-ask', answerAskInput, async ({ tx, ticket, input, actor, now }) => {
  const ask = await lockAsk(tx, ticket.id, input);
  const found = await textAt(tx, ticket, input);
  if (!plain(found.text).includes(plain(input.passage)))
    throw new AppError('precondition_failed', `《${found.title}》中没有这段文字，请照原文摘录`);
  await tx
    .updateTable('responder_asks')
    .set({
      ...{ state: 'answered', passage: input.passage, version: ask.version + 1 },
      ...{ draft_id: input.draftId ?? null, release_id: input.releaseId ?? null, reason_key: null, reason: null },
      ...{ settled_by: json(personOf(actor)), settled_at: now },
    })
    .where('id', '=', ask.id)
    .execute();
  return { entry: { text: `群众关切“${ask.text}”：在《${found.title}》中回答`, payload: { askId: ask.id } } };
});

async function textAt(tx: Tx, ticket: Ticket, { draftId, releaseId }: Where): Promise<{ title: string; text: string }> {
  if (releaseId !== undefined) {
    const release = (await releasesOn(tx, ticket.event_id)).find(({ id }) => id === releaseId);
    if (release) return release;
    throw new AppError('not_found', '没有这条已发布的内容');
  }
  if (draftId === undefined) {
    const own = reportDraft(ticket);
    if (own) return { title: own.title, text: wholeText(own) };
    throw new AppError('precondition_failed', '反馈中没有拟答复，请选发布稿或已发布的内容');
  }
  const draft = (await draftsOf(tx, ticket)).find(({ id }) => id === draftId);
  if (draft) return { title: draft.title, text: wholeText(draft) };
  throw new AppError('not_found', '没有这份待发布的稿件');
}
