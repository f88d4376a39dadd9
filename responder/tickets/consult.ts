import { z } from 'zod';
import { refuseUnknown } from '../consultations/access.ts';
import { baseInput, defineVerb } from './act.ts';
import { unitName } from './permissions.ts';

export const consultInput = z.strictObject({
  ...baseInput,
  units: z.array(z.string().min(1)).min(1).max(50),
  question: z.string().trim().min(1).max(2000),
});
export const endConsultInput = z.strictObject({ ...baseInput, conclusion: z.string().trim().min(1).max(2000) });

/** 会商: several units look at one question; no clock stops for it. */
export const consult = defineVerb('consult', consultInput, ({ ticket, input, now, books }) => {
  refuseUnknown(input.units, books);
  return {
    set: { consulting_since: ticket.consulting_since ?? now },
    entry: {
      text: `发起会商：${input.units.map((id) => unitName(books.units, id)).join('、')}`,
      reason: input.question,
      payload: { units: input.units },
    },
  };
});

export const endConsult = defineVerb('end-consult', endConsultInput, ({ input }) => ({
  set: { consulting_since: null },
  entry: { text: `会商结论：${input.conclusion}` },
}));
