import { setLevel } from "../tickets/levels.js";
import { visibleTickets } from "./visibility.js";
/** The newest visible ticket of each event, for lists of events. */
export async function ticketsOfEvents(deps, actor, eventIds) {
    if (eventIds.length === 0)
        return new Map();
    const rows = await deps.db
        .selectFrom('responder_tickets as t')
        .selectAll('t')
        .where('t.event_id', 'in', eventIds)
        .where('t.merged_into', 'is', null)
        .where(visibleTickets(actor, deps.books.units).where)
        .orderBy('t.opened_at')
        .execute();
    return new Map(rows.map((row) => [row.event_id, { id: row.id, number: row.number, state: row.state, setLevel: setLevel(row) }]));
}
//# sourceMappingURL=tickets-of-events.js.map