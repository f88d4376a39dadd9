import { z } from 'zod';
import { baseInput, defineVerb } from "./act.js";
export const noteInput = z.strictObject({ ...baseInput, text: z.string().trim().min(1).max(2000) });
/** 备注: a free remark on the timeline. */
export const addNote = defineVerb('note', noteInput, ({ input }) => ({ entry: { text: input.text } }));
//# sourceMappingURL=add-note.js.map