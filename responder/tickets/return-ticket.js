import { z } from 'zod';
import { AppError } from "../../platform/runtime/errors.js";
import { baseInput, defineVerb } from "./act.js";
import { leaveHop } from "./hops.js";
import { unitName } from "./permissions.js";
export const RETURN_REASONS = {
    not_our_duty: '不属于本单位职责',
    not_our_place: '不属于本辖区',
    already_handled: '同一事项已办理',
    wrong_facts: '事实有误',
    needs_other_lead: '应由其他单位牵头',
};
export const returnInput = z.strictObject({
    ...baseInput,
    reason: z.enum(Object.keys(RETURN_REASONS)),
    explanation: z.string().trim().min(5, '请具体说明退回依据（不少于5字）').max(1000),
    suggestedUnit: z.string().min(1).optional(),
});
/** 退回: a reason from the list, a limited number, then a ruling after which nobody returns it again. The sign-in clock keeps running. */
export const returnTicket = defineVerb('return', returnInput, async ({ ticket, input, tx, now, books, actor }) => {
    if (ticket.return_ruled)
        throw new AppError('precondition_failed', '本件已裁定承办单位，不得再次退回');
    const { max } = books.ticketRules.returns;
    if (ticket.return_count >= max)
        throw new AppError('precondition_failed', `退回已达 ${max} 次，须由牵头单位裁定`);
    const reason = RETURN_REASONS[input.reason];
    await leaveHop(tx, ticket.id, now, 'returned', reason);
    const count = ticket.return_count + 1;
    const ruling = count >= max ? '，已达上限，须裁定' : '';
    return {
        state: ticket.judged_at === null ? 'received' : 'judged',
        set: {
            return_count: count,
            return_pending: true,
            lead_unit: null,
            co_units: [],
            accepted_at: null,
        },
        entry: {
            text: `${unitName(books.units, actor.unitId)}退回：${reason}（第${count}次${ruling}）`,
            reason: input.explanation,
            payload: { reason: input.reason, suggestedUnit: input.suggestedUnit ?? null, count, from: actor.unitId },
        },
    };
});
//# sourceMappingURL=return-ticket.js.map