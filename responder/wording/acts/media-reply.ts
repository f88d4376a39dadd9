import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { json, personOf } from '../../tables.ts';
import { refuseDifference } from '../../consultations/approved-facts.ts';
import { asideInput, defineVerb, noteText, type VerbContext } from '../../tickets/act.ts';
import { findIdentity, IDENTITY_KINDS } from '../../releases/deidentify.ts';
import { atQuestion, lockQuestion } from './a-media-question.ts';
import { moment } from '../../tickets/dates.ts';

export const draftMediaReplyInput = z.strictObject({
  ...asideInput,
  ...atQuestion,
  reply: z.string().trim().min(4).max(5000),
});

/** 拟答复媒体. Written anew it must be approved anew. */
export const draftMediaReply = defineVerb('draft-media-reply', draftMediaReplyInput, async (context) => {
  const { tx, ticket, input, actor } = context;
  const question = await lockQuestion(tx, ticket.id, input, 'open', 'drafted', 'approved');
  await tx
    .updateTable('responder_media_questions')
    .set({
      ...{ state: 'drafted', reply: input.reply, replied_by: json(personOf(actor)), version: question.version + 1 },
      ...{ approved_by: null, approved_at: null, rejected_why: null },
    })
    .where('id', '=', question.id)
    .execute();
  return { entry: { text: `拟答复${question.outlet}`, payload: { questionId: question.id } } };
});

export const approveMediaReplyInput = z.strictObject({
  ...asideInput,
  ...atQuestion,
  approve: z.boolean(),
  note: noteText,
});

/** 审核媒体答复, by the head of the unit and never by who wrote it. */
export const approveMediaReply = defineVerb('approve-media-reply', approveMediaReplyInput, async (context) => {
  const { tx, ticket, input, actor, now } = context;
  const question = await lockQuestion(tx, ticket.id, input, 'drafted');
  if (question.replied_by?.id === actor.id) throw new AppError('precondition_failed', '拟稿人不能审核自己拟的答复');
  if (!input.approve && !input.note) throw new AppError('invalid_input', '退回修改须写明意见');
  if (input.approve) await refuseUntold(context, question.reply ?? '', '审核通过');
  const decided = input.approve
    ? { state: 'approved' as const, approved_by: json(personOf(actor)), approved_at: now }
    : { state: 'open' as const, rejected_why: input.note ?? null };
  await tx
    .updateTable('responder_media_questions')
    .set({ ...decided, version: question.version + 1 })
    .where('id', '=', question.id)
    .execute();
  const text = `${question.outlet}的答复${input.approve ? '审核通过' : '退回修改'}`;
  return { entry: { text, reason: input.note ?? null, payload: { questionId: question.id } } };
});

export const sendMediaReplyInput = z.strictObject({
  ...asideInput,
  ...atQuestion,
  at: moment('since', '答复时间'),
  /** How, with number or link: 传真, 发布会现场, 书面 … */
  manner: z.string().trim().min(2).max(300),
});

/** 登记已答复媒体: only what was approved, in its words, and while the facts are still the same. */
export const sendMediaReply = defineVerb('send-media-reply', sendMediaReplyInput, async (context) => {
  const { tx, ticket, input } = context;
  const question = await lockQuestion(tx, ticket.id, input, 'approved');
  await refuseUntold(context, question.reply ?? '', '答复媒体');
  const at = new Date(input.at);
  await tx
    .updateTable('responder_media_questions')
    .set({ state: 'replied', replied_at: at, manner: input.manner, tell_at: null, version: question.version + 1 })
    .where('id', '=', question.id)
    .execute();
  const late = at > question.due_at ? '（逾期）' : '';
  return {
    entry: { text: `已答复${question.outlet}${late}：${input.manner}`, at, payload: { questionId: question.id } },
  };
});

/** What is said to the media is said to the public: the sheet's figures, and nobody to be recognised. @throws AppError precondition_failed */
async function refuseUntold(
  { tx, ticket, books }: Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'books'>,
  reply: string,
  act: string,
): Promise<void> {
  const known = [...new Set(findIdentity(reply).map(({ kind }) => IDENTITY_KINDS[kind]))];
  if (known.length > 0)
    throw new AppError(
      'precondition_failed',
      `答复中有可识别个人的内容（${known.join('、')}），不得${act}，请删去后重新拟稿`,
    );
  await refuseDifference(tx, ticket.id, reply, { read: books.figures, act });
}
