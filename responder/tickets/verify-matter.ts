import { z } from 'zod';
import { baseInput, defineVerb } from './act.ts';
import { VERIFICATION_TITLES, VERIFICATIONS } from './judgement.ts';
import { askedFields, askedInWords, keepVerification, refuseUnfounded, verificationPatch } from './verification.ts';

export const verifyInput = z.strictObject({ ...baseInput, result: z.enum(VERIFICATIONS), ...askedFields });

/** 核实: whom we asked, how and when, and what came of it. */
export const verifyMatter = defineVerb('verify', verifyInput, async (context) => {
  const { ticket, input } = context;
  refuseUnfounded(input, input.result !== 'unverified');
  await keepVerification(context, input.result, input);
  return {
    set: verificationPatch(ticket, input.result),
    entry: {
      kind: 'verified',
      text: `核实情况：${VERIFICATION_TITLES[input.result]}${askedInWords(input)}`,
      ...(input.at === undefined ? {} : { at: new Date(input.at) }),
      reason: input.note ?? null,
      payload: {
        result: input.result,
        before: ticket.verification,
        ...{ unit: input.unit ?? null, post: input.post ?? null, manner: input.manner ?? null },
      },
    },
  };
});
