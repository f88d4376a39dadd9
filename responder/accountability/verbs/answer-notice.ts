import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { json, personOf } from '../../tables.ts';
import { reasonText } from '../../tickets/act.ts';
import { caseInput, defineCaseVerb } from '../case-act.ts';
import { refuseIdentity } from './refuse-identity.ts';

const text = z.string().trim().min(10, '请写明情况（至少10字）').max(4000);

export const replyInput = z.strictObject({ ...caseInput, text });
/** 书面说明 of the unit; a late one is taken and shown as late. */
export const replyToNotice = defineCaseVerb('reply', replyInput, ({ kase, input, now }) => {
  const late = kase.reply_due_at !== null && now > kase.reply_due_at ? '（逾期）' : '';
  return { set: { reply: input.text }, text: `报送书面说明${late}` };
});

export const appealInput = z.strictObject({ ...caseInput, text });
/** 申诉, once and within its time; deadlines of rectification stand still until the ruling. */
export const appealNotice = defineCaseVerb('appeal', appealInput, ({ kase, input, actor, now }) => {
  if (kase.appeal !== null) throw new AppError('precondition_failed', '已作出裁定，不得再次申诉');
  if (kase.appeal_due_at !== null && now > kase.appeal_due_at)
    throw new AppError('precondition_failed', '已超过申诉期限');
  const appeal = { text: input.text, at: toLocalIso(now), by: personOf(actor), ruling: null };
  return { set: { appeal: json(appeal) }, text: '提出申诉' };
});

export const ruleAppealInput = z.strictObject({
  ...caseInput,
  /** True = the decision stands. */
  uphold: z.boolean(),
  reason: reasonText,
});
/** 申诉裁定 by somebody who neither opened nor decided. Time spent on the appeal is given back to the rectification. */
export const ruleAppeal = defineCaseVerb('rule-appeal', ruleAppealInput, async ({ tx, kase, input, actor, now }) => {
  await refuseIdentity(tx, kase.ticket_id, input.reason);
  if ([kase.opened_by.id, kase.decided_by?.id].includes(actor.id))
    throw new AppError('forbidden', '立案人、决定人不得裁定申诉');
  const ruling = { uphold: input.uphold, reason: input.reason, at: toLocalIso(now), by: personOf(actor) };
  const appeal = json({ ...kase.appeal!, ruling });
  if (!input.uphold)
    return {
      set: { appeal, closed_at: now, outcome: '申诉成立，决定撤销' },
      ...{ state: 'dropped' as const, text: '申诉成立，决定撤销', reason: input.reason },
    };
  const stood = now.getTime() - new Date(kase.appeal!.at).getTime();
  const later = (at: Date | null): Date | null => at && new Date(at.getTime() + stood);
  return {
    set: { appeal, reply_due_at: later(kase.reply_due_at), rectify_due_at: later(kase.rectify_due_at) },
    ...{ text: '申诉不成立，维持原决定', reason: input.reason },
  };
});
