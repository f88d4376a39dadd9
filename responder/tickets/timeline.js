import { uuidv7 } from "../../platform/runtime/ids.js";
import { toLocalIso } from "../../platform/runtime/local-time.js";
import { TICKET_CHANGED } from "../messages.js";
import { json, personOf } from "../tables.js";
/** A fact recorded this much later than it happened is shown as 补记. */
const BACK_DATED_AFTER_MS = 15 * 60_000;
export const isBackDated = (at, now) => now.getTime() - at.getTime() > BACK_DATED_AFTER_MS;
/** The row of an entry that made `revision`. */
export function timelineRow(ticketId, revision, entry, actor, now) {
    const at = entry.at ?? now;
    return {
        id: uuidv7(now),
        ticket_id: ticketId,
        revision,
        kind: entry.kind,
        at,
        recorded_at: now,
        back_dated: isBackDated(at, now),
        actor: json(personOf(actor)),
        text: entry.text,
        reason: entry.reason ?? null,
        payload: json(entry.payload ?? {}),
    };
}
/** What goes on the bus after a revision. */
export function ticketChanged(ticket, entry) {
    return {
        id: ticket.id,
        number: ticket.number,
        revision: ticket.revision,
        eventId: ticket.event_id,
        state: ticket.state,
        entry,
        units: unitsOf(ticket),
        firstResponseAt: ticket.first_response_at === null ? null : toLocalIso(ticket.first_response_at),
        jurisdiction: ticket.jurisdiction,
        origin: ticket.origin,
    };
}
export function unitsOf(ticket) {
    const units = [ticket.lead_unit, ...ticket.co_units, ticket.coordinator_unit, ticket.owner_unit];
    return [...new Set(units.filter((unit) => unit !== null))];
}
export function emitChanged(unit, ticket, entry) {
    unit.emit({ ...TICKET_CHANGED, key: ticket.id, payload: ticketChanged(ticket, entry) });
}
/** Entries after `revision` that a person made: what a stale form must know. */
export async function lastActBy(tx, ticketId, revision) {
    const row = await tx
        .selectFrom('responder_timeline')
        .select(['actor', 'recorded_at', 'kind', 'text'])
        .where('ticket_id', '=', ticketId)
        .where('revision', '<=', revision)
        .orderBy('revision', 'desc')
        .limit(1)
        .executeTakeFirst();
    return row ? { by: row.actor.name, at: row.recorded_at, kind: row.kind, text: row.text } : null;
}
//# sourceMappingURL=timeline.js.map