import { z } from 'zod';
import { instant } from "../../ingest/messages.js";
import { AppError } from "../../platform/runtime/errors.js";
import { baseInput, defineVerb, noteText } from "./act.js";
export const reportUpInput = z.strictObject({
    ...baseInput,
    /** phone = 电话首报, written = 书面快报. */
    manner: z.enum(['phone', 'written']),
    at: instant,
    /** The office that took it. */
    to: z.string().trim().min(1).max(100),
    note: noteText,
});
/** 上报: the first report upward, by phone or in writing, at its actual time. */
export const reportUp = defineVerb('report-up', reportUpInput, ({ ticket, input, now }) => {
    const at = new Date(input.at);
    if (at > now)
        throw new AppError('precondition_failed', '上报时间不能晚于现在');
    const phone = input.manner === 'phone';
    return {
        set: phone
            ? { reported_up_phone_at: ticket.reported_up_phone_at ?? at }
            : { reported_up_written_at: ticket.reported_up_written_at ?? at },
        entry: {
            text: `${phone ? '电话首报' : '书面快报'}：${input.to}`,
            at,
            payload: { manner: input.manner, to: input.to, note: input.note ?? null },
        },
    };
});
//# sourceMappingURL=report-up.js.map