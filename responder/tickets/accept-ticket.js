import { z } from 'zod';
import { baseInput, defineVerb, noteText } from "./act.js";
import { unitName } from "./permissions.js";
export const acceptInput = z.strictObject({ ...baseInput, note: noteText });
/** 签收. The person who signs is the fact; time counts for the hop. */
export const acceptTicket = defineVerb('accept', acceptInput, async ({ ticket, input, tx, now, books, actor }) => {
    await tx
        .updateTable('responder_assignments')
        .set({ accepted_at: now })
        .where('ticket_id', '=', ticket.id)
        .where('left_at', 'is', null)
        .execute();
    return {
        set: { accepted_at: now },
        entry: { text: `${unitName(books.units, actor.unitId)}签收`, payload: input.note ? { note: input.note } : {} },
    };
});
//# sourceMappingURL=accept-ticket.js.map