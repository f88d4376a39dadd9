import type { EventLevel } from '../../analyzer/messages.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { TicketState } from '../messages.ts';
import { setLevel } from '../tickets/levels.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { QueryDeps } from './read.ts';
import { visibleTickets } from './visibility.ts';

export interface TicketOfEvent {
  id: string;
  number: string;
  state: TicketState;
  setLevel: EventLevel | null;
}

/** The newest visible ticket of each event, for lists of events; of a merged one the ticket it was merged into, where that is visible too. */
export async function ticketsOfEvents(
  deps: QueryDeps,
  actor: Actor,
  eventIds: string[],
): Promise<Map<string, TicketOfEvent>> {
  if (eventIds.length === 0) return new Map();
  const own = await visible(deps, actor, 't.event_id', eventIds);
  const standing = new Map(own.map((row) => [row.id, row]));
  let ahead = unknown(own, standing);
  while (ahead.length > 0) {
    const rows = await visible(deps, actor, 't.id', ahead);
    for (const row of rows) standing.set(row.id, row);
    ahead = unknown(rows, standing);
  }
  return new Map(
    own.flatMap((row) => {
      const end = endOf(row, standing);
      return end ? [[row.event_id, { id: end.id, number: end.number, state: end.state, setLevel: setLevel(end) }]] : [];
    }),
  );
}

/** Which of these tickets a person may see. */
export async function ticketsSeen(deps: QueryDeps, actor: Actor, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await visible(deps, actor, 't.id', ids)).map((row) => row.id));
}

const visible = (
  deps: QueryDeps,
  actor: Actor,
  column: 't.id' | 't.event_id',
  ids: readonly string[],
): Promise<Ticket[]> =>
  deps.db
    .selectFrom('responder_tickets as t')
    .selectAll('t')
    .where(column, 'in', ids)
    .where(visibleTickets(actor, deps.books.units).where)
    .orderBy('t.opened_at')
    // Of two opened at one moment the one at work stands for the event.
    .orderBy((eb) => eb('t.closed_at', 'is', null))
    .execute();

const unknown = (rows: readonly Ticket[], known: ReadonlyMap<string, Ticket>): string[] =>
  rows.flatMap(({ merged_into: into }) => (into !== null && !known.has(into) ? [into] : []));

/** Undefined where a main ticket on the way is not for this reader. */
function endOf(row: Ticket, known: ReadonlyMap<string, Ticket>): Ticket | undefined {
  let at: Ticket | undefined = row;
  while (at && at.merged_into !== null) at = known.get(at.merged_into);
  return at;
}
