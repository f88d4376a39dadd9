/** The open ticket of an event, locked; null when there is none. */
export async function openTicketOf(tx, eventId) {
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
export async function lastTicketOf(tx, eventId) {
    const row = await tx
        .selectFrom('responder_tickets')
        .selectAll()
        .where('event_id', '=', eventId)
        .orderBy('opened_at', 'desc')
        .limit(1)
        .executeTakeFirst();
    return row ?? null;
}
//# sourceMappingURL=find-ticket.js.map