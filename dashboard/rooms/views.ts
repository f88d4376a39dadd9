import type { z } from 'zod';
import type { EventRecord, MentionWithAnalysis } from '../../analyzer/index.ts';
import type { EventLevel } from '../../analyzer/messages.ts';
import type { TicketState } from '../../responder/messages.ts';
import type { eventView as eventSchema } from '../api/schemas/events.ts';
import type { mentionView as mentionSchema } from '../api/schemas/mentions.ts';

export type EventViewInput = z.input<typeof eventSchema>;
export type MentionViewInput = z.input<typeof mentionSchema>;

/** What the responder tells of the ticket on an event. */
export interface TicketOnEvent {
  id: string;
  number: string;
  state: TicketState;
  setLevel: EventLevel | null;
}

export function eventView({ snapshot }: EventRecord, ticket: TicketOnEvent | undefined): EventViewInput {
  return {
    ...snapshot,
    ticket: ticket ? { id: ticket.id, number: ticket.number, state: ticket.state } : null,
    setLevel: ticket?.setLevel ?? null,
  };
}

/** Voice and fingerprint stay inside: the schema of the answer does not name them. */
export const mentionView = ({ mention, analysis, event }: MentionWithAnalysis): MentionViewInput => ({
  ...mention,
  analysis,
  event,
});
