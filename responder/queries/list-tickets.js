import { sql } from 'kysely';
import { ticketSummary } from "../tickets/view.js";
import { clocksByTicket, cursorOf, limitOf, ofOrigins, pageOf, readCursor, } from "./read.js";
import { visibleTickets } from "./visibility.js";
const NO_CLOCK = '9999-12-31T00:00:00Z';
/** The condition of a list, the same for screen and export. */
export function ticketConditions(filter, now) {
    const parts = [ofOrigins('t', filter.origins)];
    if (filter.state)
        parts.push(sql `t.state = ${filter.state}`);
    if (filter.open !== undefined)
        parts.push(sql `(t.state not in ('closed', 'archived')) = ${filter.open}`);
    if (filter.unitId)
        parts.push(sql `(t.lead_unit = ${filter.unitId} or t.coordinator_unit = ${filter.unitId} or t.co_units @> array[${filter.unitId}]::text[])`);
    if (filter.level)
        parts.push(sql `coalesce(t.level_official, t.level_duty) = ${filter.level}`);
    if (filter.colour)
        parts.push(sql `t.colour = ${filter.colour}`);
    if (filter.eventId)
        parts.push(sql `t.event_id = ${filter.eventId}`);
    if (filter.q) {
        const like = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
        parts.push(sql `(t.number ilike ${like} or t.title ilike ${like})`);
    }
    const running = sql `select 1 from responder_clocks c where c.ticket_id = t.id and c.state in ('running', 'overdue')`;
    if (filter.overdue !== undefined)
        parts.push(sql `exists (${running} and c.due_at <= ${now}) = ${filter.overdue}`);
    if (filter.provisional !== undefined)
        parts.push(sql `exists (${running} and c.provisional) = ${filter.provisional}`);
    return sql `${sql.join(parts, sql ` and `)}`;
}
const nextDue = sql `coalesce((select min(c.due_at) from responder_clocks c
  where c.ticket_id = t.id and c.state in ('running', 'overdue')), ${NO_CLOCK}::timestamptz)`;
/** Tickets a person may see, by keyset. */
export async function listTickets(deps, actor, filter = {}) {
    const now = deps.time.now();
    const limit = limitOf(filter);
    const byDue = (filter.sort ?? 'due') === 'due';
    const after = readCursor(filter.cursor);
    const key = byDue ? nextDue : sql `t.opened_at`;
    let query = deps.db
        .selectFrom('responder_tickets as t')
        .selectAll('t')
        .select(key.as('sort_at'))
        .where(visibleTickets(actor, deps.books.units).where)
        .where(ticketConditions(filter, now));
    if (after)
        query = query.where(byDue
            ? sql `(${nextDue}, t.id) > (${after.at}, ${after.id}::uuid)`
            : sql `(t.opened_at, t.id) < (${after.at}, ${after.id}::uuid)`);
    const rows = await query
        .orderBy('sort_at', byDue ? 'asc' : 'desc')
        .orderBy('t.id', byDue ? 'asc' : 'desc')
        .limit(limit + 1)
        .execute();
    const clocks = await clocksByTicket(deps.db, rows.map((row) => row.id));
    return pageOf(rows, limit, now, (row) => ticketSummary(row, clocks.get(row.id) ?? [], deps.books, now), (row) => cursorOf(row.sort_at, row.id));
}
//# sourceMappingURL=list-tickets.js.map