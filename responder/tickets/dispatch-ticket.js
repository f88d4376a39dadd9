import { z } from 'zod';
import { AppError } from "../../platform/runtime/errors.js";
import { baseInput, defineVerb } from "./act.js";
import { checkHandover, enterHop, handoverPatch, lastHop, leaveHop } from "./hops.js";
import { unitName } from "./permissions.js";
export const dispatchInput = z.strictObject({
    ...baseInput,
    lead: z.string().min(1),
    coHandlers: z.array(z.string().min(1)).default([]),
    coordinator: z.string().min(1).nullable().optional(),
    requirement: z.string().trim().min(1).max(2000),
});
/** 交办. May come before 研判 in an emergency; the judgement is then 补研判. The sign-in clock starts here, not at sign-in. */
export const dispatchTicket = defineVerb('dispatch', dispatchInput, async (context) => {
    const { ticket, input, tx, now, books } = context;
    await refuseAfterReturn(context, input.lead);
    const to = { lead: input.lead, coHandlers: input.coHandlers, coordinator: input.coordinator ?? null };
    checkHandover(ticket, to, books);
    await leaveHop(tx, ticket.id, now, 'reassigned', null);
    const hop = await enterHop(tx, ticket, to, now);
    const early = ticket.judged_at === null ? '（先交办，待补研判）' : '';
    return {
        set: { ...handoverPatch(ticket, to, now), requirement: input.requirement },
        entry: {
            text: `交办给${unitName(books.units, to.lead)}${early}`,
            payload: { ...to, hop, requirement: input.requirement, beforeJudgement: ticket.judged_at === null },
        },
    };
});
/** After a return the same unit gets it back only by a ruling, and after the last allowed return only a ruling moves it. */
export async function refuseAfterReturn(context, lead) {
    const { ticket, tx, books } = context;
    if (!ticket.return_pending)
        return;
    if (ticket.return_count >= books.ticketRules.returns.max)
        throw new AppError('precondition_failed', '退回次数已达上限，须先裁定');
    const last = await lastHop(tx, ticket.id);
    if (last?.unit === lead)
        throw new AppError('precondition_failed', '该单位已退回本件，再次交其办理须先裁定');
}
//# sourceMappingURL=dispatch-ticket.js.map