import type { EventLevel } from '../../analyzer/messages.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { TicketState } from '../messages.ts';
import { setLevel } from '../tickets/levels.ts';
import type { QueryDeps } from './read.ts';
import { visibleTickets } from './visibility.ts';

export interface TicketOfEvent {
  id: string;
  number: string;
  state: TicketState;
  setLevel: EventLevel | null;
}

/** The newest visible ticket of each event, for lists of events. */
export async function ticketsOfEvents(
  deps: QueryDeps,
  actor: Actor,
  eventIds: string[],
): Promise<Map<string, TicketOfEvent>> {
  if (eventIds.length === 0) return new Map();
  const rows = await deps.db
    .selectFrom('responder_tickets as t')
    .selectAll('t')
    .where('t.event_id', 'in', eventIds)
    .where('t.merged_into', 'is', null)
    .where(visibleTickets(actor, deps.books.units).where)
    .orderBy('t.opened_at')
    .execute();
  return new Map(
    rows.map((row) => [row.event_id, { id: row.id, number: row.number, state: row.state, setLevel: setLevel(row) }]),
  );
}
