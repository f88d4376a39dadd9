import { sql } from 'kysely';
import type { Restate } from '../platform/runtime/republish.ts';
import { TICKET_CHANGED } from './messages.ts';
import type { ResponderTables } from './tables.ts';
import { ticketChanged } from './tickets/timeline.ts';

/** Tickets whose timeline grew in a range, as they stand now, under their last entry. */
export const restateTickets: Restate<ResponderTables> = async (tx, { since, until }, after, limit) => {
  const entries = await tx
    .selectFrom('responder_timeline')
    .distinctOn('ticket_id')
    .select(['ticket_id', 'kind', 'recorded_at'])
    .where('recorded_at', '>=', since)
    .where('recorded_at', '<', until)
    .where(sql<boolean>`ticket_id > ${after}::uuid`)
    .orderBy('ticket_id')
    .orderBy('revision', 'desc')
    .limit(limit)
    .execute();
  const ids = entries.map((entry) => entry.ticket_id);
  const rows = await tx
    .selectFrom('responder_tickets')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .forShare()
    .execute();
  const tickets = new Map(rows.map((row) => [row.id, row]));
  return entries.map(({ ticket_id: id, kind, recorded_at: at }) => {
    const ticket = tickets.get(id)!; // entries refer to their ticket
    return { id, message: { ...TICKET_CHANGED, key: id, payload: ticketChanged(ticket, kind), at } };
  });
};
