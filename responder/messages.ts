import { z } from 'zod';
import { instant, mentionSchema } from '../ingest/messages.ts';

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
] as const;
export const ticketState = z.enum(TICKET_STATES);
export type TicketState = z.infer<typeof ticketState>;

/** Facts beside the main state. */
export const TICKET_FLAGS = [
  'returned',
  'ruled',
  'reassigned',
  'consulting',
  'extended',
  'supervised',
  'listed',
  'reopened',
  'merged',
  'split',
  'passed_down',
  'countersign_due',
  'admitted',
  'late_judgement',
  'needs_second',
  'rejudge_due',
] as const;
export const ticketFlag = z.enum(TICKET_FLAGS);
export type TicketFlag = z.infer<typeof ticketFlag>;

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
export type TicketChanged = z.infer<typeof ticketChangedSchema>;
/** Topic tickets.changed, key = ticket id. */
export const TICKET_CHANGED = { topic: 'tickets.changed', type: 'ticket.changed', version: 1 } as const;
