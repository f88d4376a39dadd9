import type { Ticket, Tx } from '../tickets/ticket.ts';

/** The open ticket of an event, locked; null when there is none. */
export async function openTicketOf(tx: Tx, eventId: string): Promise<Ticket | null> {
  const row = await tx
    .selectFrom('responder_tickets')
    .selectAll()
    .where('event_id', '=', eventId)
    .where('state', 'not in', ['closed', 'archived'])
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** The newest ticket of an event, whatever its state. */
export async function lastTicketOf(tx: Tx, eventId: string): Promise<Ticket | null> {
  const row = await tx
    .selectFrom('responder_tickets')
    .selectAll()
    .where('event_id', '=', eventId)
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
