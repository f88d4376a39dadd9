import { z } from 'zod';
import { AppError } from "../../platform/runtime/errors.js";
import { baseInput, defineVerb, reasonText } from "./act.js";
import { leaveHop } from "./hops.js";
export const mergeInput = z.strictObject({ ...baseInput, into: z.uuid(), reason: reasonText });
/** 合并: this ticket ends and points to the main one; its timeline stays where it is. */
export const mergeTicket = defineVerb('merge', mergeInput, async ({ ticket, input, tx, now }) => {
    const main = await tx
        .selectFrom('responder_tickets')
        .select(['id', 'number', 'state', 'origin', 'merged_into'])
        .where('id', '=', input.into)
        .executeTakeFirst();
    if (!main || main.id === ticket.id || main.origin !== ticket.origin)
        throw new AppError('precondition_failed', '没有可并入的工单');
    if (main.state === 'closed' || main.state === 'archived' || main.merged_into !== null)
        throw new AppError('precondition_failed', `工单 ${main.number} 已办结或已并入其他工单`);
    await leaveHop(tx, ticket.id, now, 'closed', `并入 ${main.number}`);
    return {
        clockReason: `并入 ${main.number}`,
        set: { merged_into: main.id, closed_at: now, review_at: null },
        entry: { text: `并入工单 ${main.number}`, reason: input.reason, payload: { into: main.id } },
    };
});
//# sourceMappingURL=merge-ticket.js.map