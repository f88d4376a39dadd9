import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { personalDataIn } from '../../papers/paper-checks.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import { VERIFICATIONS, VERIFICATION_TITLES } from '../../tickets/judgement.ts';
import { isRefuted } from '../rumour.ts';
import type { ClaimVerified } from '../tables.ts';
import { atRumour, lockRumour } from './a-rumour.ts';
import { moment } from '../../tickets/dates.ts';

export const verifyRumourInput = z.strictObject({
  ...asideInput,
  ...atRumour,
  result: z.enum(VERIFICATIONS).exclude(['unverified']),
  /** The unit and the post we asked, never a private person. */
  unit: z.string().trim().min(2).max(100),
  post: z.string().trim().min(2).max(50),
  at: moment('since', '核实时间'),
  note: z.string().trim().max(1000).optional(),
});

/** 核实网传说法: of this claim alone. That the matter itself is true says nothing about what is told of it. */
export const verifyRumour = defineVerb('verify-rumour', verifyRumourInput, async (context) => {
  const { tx, ticket, input, actor } = context;
  const at = new Date(input.at);
  const personal = personalDataIn([input.unit, input.post, input.note ?? ''].join(' '));
  if (personal.length > 0)
    throw new AppError('precondition_failed', `核实记录只写单位和岗位，请去掉${personal.join('、')}`);
  const rumour = await lockRumour(tx, ticket.id, input);
  const verified: ClaimVerified = {
    ...{ unit: input.unit, post: input.post, at: input.at, note: input.note ?? null, by: personOf(actor) },
  };
  await tx
    .updateTable('responder_rumours')
    .set({
      ...{ verification: input.result, verified: json(verified), version: rumour.version + 1 },
      refuted_at: isRefuted(input.result) ? (rumour.refuted_at ?? at) : null,
    })
    .where('id', '=', rumour.id)
    .execute();
  return {
    entry: {
      text: `网传信息“${rumour.claim}”核实情况：${VERIFICATION_TITLES[input.result]}（${input.unit}${input.post}）`,
      ...{ at, reason: input.note ?? null },
      payload: { rumourId: rumour.id, result: input.result, before: rumour.verification },
    },
  };
});
