import { z } from 'zod';
import { baseInput, defineVerb, noteText } from "./act.js";
export const startInput = z.strictObject({ ...baseInput, note: noteText });
/** 开始办理. */
export const startHandling = defineVerb('start', startInput, ({ input, now }) => ({
    set: { handling_at: now },
    entry: { text: '开始办理', payload: input.note ? { note: input.note } : {} },
}));
//# sourceMappingURL=start-handling.js.map