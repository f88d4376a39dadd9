import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { baseInput, defineVerb, reasonText, type VerbContext } from './act.ts';
import { checkHandover, enterHop, handoverPatch, lastHop, leaveHop, orderedTo } from './hops.ts';

export const dispatchInput = z.strictObject({
  ...baseInput,
  lead: z.string().min(1),
  coHandlers: z.array(z.string().min(1)).max(50).default([]),
  coordinator: z.string().min(1).nullable().optional(),
  requirement: z.string().trim().min(1).max(2000),
  /** 先交办后研判: why it cannot wait for the judgement. */
  emergency: reasonText.optional(),
});

/**
 * 交办. Comes before 研判 only in an emergency, with the reason; the judgement is then 补研判 and its clock (L-04) goes on asking for it.
 * The sign-in clock starts here, not at sign-in.
 */
export const dispatchTicket = defineVerb('dispatch', dispatchInput, async (context) => {
  const { ticket, input, tx, now, books } = context;
  const early = ticket.judged_at === null;
  if (early && input.emergency === undefined)
    throw new AppError('precondition_failed', '尚未研判，不得交办；情况紧急须先交办的，请写明紧急情由，事后补研判');
  await refuseAfterReturn(context, input.lead);
  const to = { lead: input.lead, coHandlers: input.coHandlers, coordinator: input.coordinator ?? null };
  checkHandover(ticket, to, books);
  await leaveHop(tx, ticket.id, now, 'reassigned', null);
  const hop = await enterHop(tx, ticket, to, now);
  return {
    set: {
      ...handoverPatch(ticket, to, now),
      requirement: input.requirement,
      ...(early ? { emergency_reason: input.emergency! } : {}),
    },
    entry: {
      text: `交办给${orderedTo(to, books)}${early ? '（先交办，待补研判）' : ''}：${input.requirement}`,
      reason: early ? input.emergency! : null,
      payload: { ...to, hop, requirement: input.requirement, beforeJudgement: early },
    },
  };
});

/** After a return the same unit gets it back only by a ruling, and after the last allowed return only a ruling moves it. */
export async function refuseAfterReturn(context: VerbContext<unknown>, lead: string): Promise<void> {
  const { ticket, tx, books } = context;
  if (!ticket.return_pending) return;
  if (ticket.return_count >= books.ticketRules.returns.max)
    throw new AppError('precondition_failed', '退回次数已达上限，须先裁定');
  const last = await lastHop(tx, ticket.id);
  if (last?.unit === lead) throw new AppError('precondition_failed', '该单位已退回本件，再次交其办理须先裁定');
}
