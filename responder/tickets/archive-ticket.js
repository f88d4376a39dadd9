import { z } from 'zod';
import { baseInput, defineVerb, noteText } from "./act.js";
export const archiveInput = z.strictObject({ ...baseInput, note: noteText });
/** 归档. */
export const archiveTicket = defineVerb('archive', archiveInput, ({ input, now }) => ({
    set: { archived_at: now },
    entry: { text: '归档', payload: input.note ? { note: input.note } : {} },
}));
//# sourceMappingURL=archive-ticket.js.map