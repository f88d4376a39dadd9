import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { baseInput, defineVerb, reasonText } from './act.ts';

export const superviseInput = z.strictObject({
  ...baseInput,
  reason: reasonText,
  requirement: z.string().max(2000).optional(),
});
export const listInput = z.strictObject({
  ...baseInput,
  reason: reasonText,
  until: z.iso.datetime({ offset: true }).optional(),
});

export const unlistInput = z.strictObject({
  ...baseInput,
  result: z.string().trim().min(5, '请写明整改结果').max(2000),
});

/** 督办, by a lead body only. Drafts of the ladder are issued one by one (签发). */
export const superviseTicket = defineVerb('supervise', superviseInput, ({ ticket, input, now }) => ({
  set: { supervised_at: ticket.supervised_at ?? now },
  entry: { text: '督办', reason: input.reason, payload: { requirement: input.requirement ?? null } },
}));

/** 挂牌督办. */
export const listTicket = defineVerb('list', listInput, ({ ticket, input, now }) => {
  if (ticket.listed_at !== null) throw new AppError('precondition_failed', '已挂牌督办');
  return {
    set: { listed_at: now },
    entry: { text: '挂牌督办', reason: input.reason, payload: { until: input.until ?? null } },
  };
});

/** 解除挂牌: with what came of it. */
export const unlistTicket = defineVerb('unlist', unlistInput, ({ ticket, input, now }) => {
  if (ticket.listed_at === null) throw new AppError('precondition_failed', '本工单未挂牌督办');
  const days = Math.floor((now.getTime() - ticket.listed_at.getTime()) / 86_400_000);
  return {
    set: { listed_at: null },
    entry: {
      text: `解除挂牌督办（挂牌${days}天）`,
      reason: input.result,
      payload: { listedAt: ticket.listed_at.toISOString(), result: input.result },
    },
  };
});
