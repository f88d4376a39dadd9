import { z } from 'zod';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb } from './act.ts';

const text = z.string().trim().max(4000);
export const evaluateInput = z.strictObject({
  ...baseInput,
  /** 效果: what the answer did. */
  effect: text.min(2, '请写明回应效果'),
  problems: text.optional(),
  improvements: text.optional(),
});

/** 登记评估: what the answer did and what is to be done better, after closing (rules.md L-12). A matter that is closed again is evaluated again. */
export const evaluateTicket = defineVerb('evaluate', evaluateInput, ({ input, now, actor }) => {
  const { effect, problems = null, improvements = null } = input;
  const evaluation = { effect, problems, improvements };
  return {
    set: { evaluated_at: now, evaluation: json({ ...evaluation, by: personOf(actor), at: now.toISOString() }) },
    entry: { text: '登记回应评估', reason: effect, payload: evaluation },
  };
});
