import { z } from 'zod';
import { instant } from "../../ingest/messages.js";
import { AppError } from "../../platform/runtime/errors.js";
import { json } from "../tables.js";
import { replanPoints } from "../deadlines/points.js";
import { baseInput, defineVerb, reasonText } from "./act.js";
export const extendInput = z.strictObject({ ...baseInput, clockId: z.uuid(), until: instant, reason: reasonText });
/** 延期: approved by the coordinating office, where the rule allows it, so often as the rulebook says. Public deadlines never move. */
export const extendClock = defineVerb('extend', extendInput, async ({ ticket, input, tx, now, books }) => {
    const clock = await tx
        .selectFrom('responder_clocks')
        .selectAll()
        .where('id', '=', input.clockId)
        .where('ticket_id', '=', ticket.id)
        .executeTakeFirst();
    if (!clock)
        throw new AppError('not_found', '没有这个时限');
    if (!clock.rule.clock?.extend)
        throw new AppError('precondition_failed', `“${clock.title}”不得延期`);
    if (clock.state !== 'running' || clock.due_at <= now)
        throw new AppError('precondition_failed', '时限已到期或已停止，不能延期');
    if (ticket.extension_count >= books.ticketRules.extensions.max)
        throw new AppError('precondition_failed', `延期以 ${books.ticketRules.extensions.max} 次为限`);
    const until = new Date(input.until);
    if (until <= clock.due_at)
        throw new AppError('precondition_failed', '延期后的时间须晚于原截止时间');
    const points = replanPoints(clock, until, books, now);
    await tx
        .updateTable('responder_clocks')
        .set({ due_at: until, extended_from: clock.due_at, points: json(points.points), next_fire_at: points.nextFireAt })
        .where('id', '=', clock.id)
        .execute();
    return {
        set: { extension_count: ticket.extension_count + 1 },
        entry: {
            text: `“${clock.title}”延期`,
            reason: input.reason,
            payload: { clockId: clock.id, from: clock.due_at.toISOString(), until: input.until },
        },
    };
});
//# sourceMappingURL=extend-clock.js.map