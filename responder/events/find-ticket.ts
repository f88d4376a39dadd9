import type { Ticket, Tx } from '../tickets/ticket.ts';

/** The open ticket of an event, locked; null when there is none. Parts that were split off are not meant. */
export async function openTicketOf(tx: Tx, eventId: string): Promise<Ticket | null> {
  const row = await tx
    .selectFrom('responder_tickets')
    .selectAll()
    .where('event_id', '=', eventId)
    .where('state', 'not in', ['closed', 'archived'])
    .where('split_from', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Open parts of an event's ticket, locked in the order of their numbers. */
export const openPartsOf = (tx: Tx, eventId: string): Promise<Ticket[]> =>
  tx
    .selectFrom('responder_tickets')
    .selectAll()
    .where('event_id', '=', eventId)
    .where('state', 'not in', ['closed', 'archived'])
    .where('split_from', 'is not', null)
    .orderBy('opened_at')
    .forUpdate()
    .execute();

/** The newest ticket of an event, whatever its state; parts apart. */
export async function lastTicketOf(tx: Tx, eventId: string): Promise<Ticket | null> {
  const row = await tx
    .selectFrom('responder_tickets')
    .selectAll()
    .where('event_id', '=', eventId)
    .where('split_from', 'is', null)
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** The ticket that stands for a merged one, locked: merged tickets are followed to the one they ended in. */
export async function standingFor(tx: Tx, ticket: Ticket): Promise<Ticket> {
  if (ticket.merged_into === null) return ticket;
  const main = await tx
    .selectFrom('responder_tickets')
    .selectAll()
    .where('id', '=', ticket.merged_into)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return standingFor(tx, main);
}
