import { z } from 'zod';
import { id, time } from './common.ts';

/**
 * Verbs of a ticket: POST /api/v1/tickets/:id/{verb}; the answer is the new TicketDetail. Their input schemas are the responder's own
 * (VERB_INPUTS of responder/index.ts) and stand in /api/openapi.json. Every one carries `revision`, the revision the person was looking at:
 * a stale one is a 409 whose details say who changed what, when.
 */
export const conflictDetails = z.object({
  current: z.object({
    revision: z.number().int(),
    by: z.string(),
    at: time,
    kind: z.string(),
  }),
});

/** Open a ticket for a watched event by hand. */
export const openTicketRequest = z.strictObject({
  eventId: id,
  reason: z.string().trim().min(2, '请写明原因').max(1000),
});
