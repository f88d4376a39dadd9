import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import type { ResponderBooks } from '../../books.ts';
import { json, personOf } from '../../tables.ts';
import { reasonText } from '../../tickets/act.ts';
import { caseInput, defineCaseVerb, type Case } from '../case-act.ts';
import { refuseIdentity } from './refuse-identity.ts';

export const reportRectificationInput = z.strictObject({
  ...caseInput,
  text: z.string().trim().min(10, '请写明整改情况（至少10字）').max(4000),
  /** Paper number, link or attachment that proves it. */
  proof: z.string().trim().min(2, '请附证明材料').max(500),
});
/** 报送整改 with proof; only where the measure asks for one. */
export const reportRectification = defineCaseVerb(
  'report-rectification',
  reportRectificationInput,
  ({ kase, input, actor, now, books }) => {
    if (!asksRectification(books, kase)) throw new AppError('precondition_failed', '本事项不要求整改，请报送书面说明');
    const late = kase.rectify_due_at !== null && now > kase.rectify_due_at ? '（逾期）' : '';
    const at = toLocalIso(now);
    const rectification = { text: input.text, proof: input.proof, at, by: personOf(actor), accepted: null };
    return { set: { rectification: json(rectification) }, text: `报送整改情况${late}：${input.proof}` };
  },
);

export const acceptRectificationInput = z.strictObject({ ...caseInput, accept: z.boolean(), reason: reasonText });
/** 验收整改: accepted, or sent back to be done again. */
export const acceptRectification = defineCaseVerb(
  'accept-rectification',
  acceptRectificationInput,
  async ({ tx, kase, input, actor, now }) => {
    await refuseIdentity(tx, kase.ticket_id, input.reason);
    if (!input.accept)
      return { state: 'answered' as const, text: '整改未通过验收，退回继续整改', reason: input.reason };
    const accepted = { by: personOf(actor), at: toLocalIso(now) };
    return {
      set: { rectification: json({ ...kase.rectification!, accepted }) },
      ...{ text: '整改通过验收', reason: input.reason },
    };
  },
);

export const closeCaseInput = z.strictObject({ ...caseInput, conclusion: reasonText });
/** 结案: never before the rectification was accepted, where one is asked for (通报批评 is closed on the unit's reply). */
export const closeCase = defineCaseVerb('close-case', closeCaseInput, async ({ tx, kase, input, now, books }) => {
  await refuseIdentity(tx, kase.ticket_id, input.conclusion);
  if (asksRectification(books, kase) && !kase.rectification?.accepted)
    throw new AppError('precondition_failed', '整改未经验收，不能结案');
  return { set: { closed_at: now, outcome: input.conclusion }, text: '结案', reason: input.conclusion };
});

/** Is putting right asked for, besides an explanation? */
export const asksRectification = (
  books: Pick<ResponderBooks, 'accountability'>,
  { measure }: Pick<Case, 'measure'>,
): boolean => books.accountability.measures.find((row) => row.key === measure)?.rectification === true;
