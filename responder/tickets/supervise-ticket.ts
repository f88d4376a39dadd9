import { z } from 'zod';
import { baseInput, defineVerb, reasonText } from './act.ts';
import { moment } from './dates.ts';

export const superviseInput = z.strictObject({
  ...baseInput,
  reason: reasonText,
  requirement: z.string().max(2000).optional(),
});
export const listInput = z.strictObject({
  ...baseInput,
  reason: reasonText,
  until: moment('term', '挂牌督办的期限').optional(),
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
export const listTicket = defineVerb('list', listInput, ({ input, now }) => {
  return {
    set: { listed_at: now },
    entry: { text: '挂牌督办', reason: input.reason, payload: { until: input.until ?? null } },
  };
});

/** 解除挂牌: with what came of it. */
export const unlistTicket = defineVerb('unlist', unlistInput, ({ ticket, input, now }) => {
  const listedAt = ticket.listed_at!;
  const days = Math.floor((now.getTime() - listedAt.getTime()) / 86_400_000);
  return {
    set: { listed_at: null },
    entry: {
      text: `解除挂牌督办（挂牌${days}天）`,
      reason: input.result,
      payload: { listedAt: listedAt.toISOString(), result: input.result },
    },
  };
});
