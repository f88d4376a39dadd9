import { z } from 'zod';
import { instant, mentionSchema } from "../ingest/messages.js";
export const TICKET_STATES = [
    'received',
    'judged',
    'dispatched',
    'accepted',
    'handling',
    'reported',
    'reviewed',
    'released',
    'closed',
    'archived',
];
export const ticketState = z.enum(TICKET_STATES);
/** A ticket after one typed timeline entry; readers refetch what they need by id and revision. */
export const ticketChangedSchema = z.object({
    id: z.uuid(),
    number: z.string(),
    revision: z.number().int().positive(),
    eventId: z.uuid(),
    state: ticketState,
    /** Kind of the timeline entry that made this revision, e.g. 'judged', 'clock.fired', 'release.recorded'. */
    entry: z.string(),
    /** Units that may see the ticket: lead, co-handlers, coordinator. */
    units: z.array(z.string()),
    /** First public answer, for before/after charts. */
    firstResponseAt: instant.nullable(),
    jurisdiction: z.string(),
    origin: mentionSchema.shape.origin,
});
/** Topic tickets.changed, key = ticket id. */
export const TICKET_CHANGED = { topic: 'tickets.changed', type: 'ticket.changed', version: 1 };
//# sourceMappingURL=messages.js.map