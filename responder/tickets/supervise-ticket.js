import { z } from 'zod';
import { baseInput, defineVerb, reasonText } from "./act.js";
export const superviseInput = z.strictObject({
    ...baseInput,
    reason: reasonText,
    requirement: z.string().max(2000).optional(),
});
export const listInput = z.strictObject({
    ...baseInput,
    reason: reasonText,
    until: z.iso.datetime({ offset: true }).optional(),
});
/** 督办, by a lead body only. Issues the drafts the ladder prepared. */
export const superviseTicket = defineVerb('supervise', superviseInput, async ({ ticket, input, tx, now }) => {
    await tx
        .updateTable('responder_drafts')
        .set({ state: 'issued' })
        .where('ticket_id', '=', ticket.id)
        .where('kind', 'in', ['urge', 'supervise'])
        .where('state', '=', 'draft')
        .execute();
    return {
        set: { supervised_at: ticket.supervised_at ?? now },
        entry: { text: '督办', reason: input.reason, payload: { requirement: input.requirement ?? null } },
    };
});
/** 挂牌督办. */
export const listTicket = defineVerb('list', listInput, ({ ticket, input, now }) => ({
    set: { listed_at: ticket.listed_at ?? now },
    entry: { text: '挂牌督办', reason: input.reason, payload: { until: input.until ?? null } },
}));
//# sourceMappingURL=supervise-ticket.js.map