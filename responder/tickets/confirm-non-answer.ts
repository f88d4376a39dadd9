import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb } from './act.ts';

export const secondJudgeInput = z.strictObject({
  ...baseInput,
  agree: z.boolean(),
  reason: z.string().trim().max(1000).optional(),
});

/** 第二人确认: a second person agrees that no answer is given, or sends the matter back to judgement. */
export const confirmNonAnswer = defineVerb('second-judge', secondJudgeInput, ({ ticket, input, actor, now }) => {
  if (input.agree)
    return {
      set: { needs_second: false, second_by: json(personOf(actor)), second_at: now },
      entry: { text: '第二人确认不作回应', reason: input.reason ?? null },
    };
  if (!input.reason) throw new AppError('invalid_input', '不同意须写明理由');
  return {
    ...(ticket.state === 'judged' ? { state: 'received' as const } : {}),
    set: {
      outcome: null,
      dispositions: [],
      // What was refused is no judgement: its time runs on. One that stood before it keeps its own.
      ...(ticket.rejudged_at === null ? { judged_at: null } : { rejudged_at: null }),
      needs_second: false,
      review_at: null,
      rejudge_due: true,
      rejudge_why: `第二人不同意：${input.reason}`,
    },
    entry: { kind: 'second-judge-refused', text: '第二人不同意，退回重新研判', reason: input.reason },
  };
});
