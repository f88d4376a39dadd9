import { z } from 'zod';
import { eventLevel } from '../../analyzer/messages.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb, reasonText } from './act.ts';
import { GRAVE, LEVEL_TITLES, levelRank, machineLevel } from './levels.ts';

export const keepProvisionalInput = z.strictObject({
  ...baseInput,
  reason: z.string().trim().max(1000).optional(),
  /** Ⅰ or Ⅱ; absent = Ⅰ when the facts say so for certain, else Ⅱ. */
  level: eventLevel.optional(),
});
export const endProvisionalInput = z.strictObject({ ...baseInput, reason: reasonText });

/** 保留: a person says this is Ⅰ/Ⅱ (值班初判); the dashed clocks become firm with the same start. */
export const keepProvisional = defineVerb('keep-provisional', keepProvisionalInput, ({ ticket, input, actor, now }) => {
  const level = input.level ?? (ticket.level_machine.low === 'I' ? 'I' : 'II');
  if (levelRank(level) < GRAVE) throw new AppError('precondition_failed', '保留暂计时限即初判为Ⅰ级或Ⅱ级');
  if (ticket.level_official !== null)
    throw new AppError('precondition_failed', '主管部门已认定等级，变更须登记新的认定文件');
  return {
    set: { level_duty: level, level_duty_by: json(personOf(actor)), level_duty_at: now },
    entry: {
      text: `保留暂计时限，初判${LEVEL_TITLES[level]}`,
      reason: input.reason ?? null,
      payload: { level },
    },
  };
});

/** 终止, with a reason. They come back only when the facts grow graver than those the person saw. */
export const endProvisional = defineVerb('end-provisional', endProvisionalInput, ({ ticket, input }) => ({
  clockReason: input.reason,
  set: { level_provisional_ended: machineLevel(ticket.level_machine) },
  entry: { text: '终止暂计时限', reason: input.reason },
}));
