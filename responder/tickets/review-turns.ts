import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Ticket, Tx } from './ticket.ts';

type Way = Pick<Ticket, 'lead_unit' | 'via_units' | 'review_unit'>;

/** Who reviews a report first: the unit directly above the one that wrote it, else that one itself. */
export const firstReviewer = ({ via_units, lead_unit }: Omit<Way, 'review_unit'>): string | null =>
  via_units.at(-1) ?? lead_unit;

/** Whose review it waits for now. */
export const reviewer = (ticket: Way): string | null => ticket.review_unit ?? firstReviewer(ticket);

/** Whose turn it is after this one has passed it up; null = it was the uppermost. */
export const reviewerAbove = (ticket: Way): string | null => {
  const at = ticket.via_units.indexOf(reviewer(ticket) ?? '');
  return at <= 0 ? null : ticket.via_units[at - 1]!;
};

/** To whom it goes back, one level at a time; null = to the unit that wrote it. */
export const reviewerBelow = (ticket: Way): string | null => {
  const at = ticket.via_units.indexOf(reviewer(ticket) ?? '');
  return at < 0 ? null : (ticket.via_units[at + 1] ?? null);
};

export async function openTurn(tx: Tx, ticket: Pick<Ticket, 'id' | 'origin'>, unit: string, now: Date): Promise<void> {
  await tx
    .insertInto('responder_review_turns')
    .values({ id: uuidv7(now), ticket_id: ticket.id, origin: ticket.origin, unit, since: now })
    .execute();
}

/** The time a unit had it ends now; nothing happens where none waits. */
export async function endTurn(
  tx: Tx,
  ticketId: string,
  outcome: 'passed' | 'returned' | 'ended',
  now: Date,
): Promise<void> {
  await tx
    .updateTable('responder_review_turns')
    .set({ until: now, outcome })
    .where('ticket_id', '=', ticketId)
    .where('until', 'is', null)
    .execute();
}
