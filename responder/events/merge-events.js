import { reconcileClocks } from "../deadlines/reconcile.js";
import { writeEntry } from "../tickets/act.js";
import { leaveHop } from "../tickets/hops.js";
import { patchTicket, SYSTEM } from "../tickets/ticket.js";
import { openTicketOf } from "./find-ticket.js";
/**
 * Its event was merged into another. Without a ticket there, this one goes on under the other event; with one, it is merged into that
 * and the earlier start counts there: merging must not win time.
 */
export async function mergeEvents(unit, ticket, into, books) {
    const main = await openTicketOf(unit.tx, into);
    if (main === null) {
        const after = await patchTicket(unit.tx, ticket.id, { event_id: into, revision: ticket.revision + 1 });
        await writeEntry(unit, after, { kind: 'event-merged', text: '所属事件并入另一事件，本单随之转入', payload: { into } }, [], SYSTEM);
        return null;
    }
    await absorb(unit, ticket, main, books);
    const earlier = (a, b) => (a <= b ? a : b);
    const after = await patchTicket(unit.tx, main.id, {
        revision: main.revision + 1,
        detected_at: earlier(main.detected_at, ticket.detected_at),
        published_at: earlier(main.published_at, ticket.published_at),
        ...(main.occurred_at === null && ticket.occurred_at !== null
            ? { occurred_at: ticket.occurred_at, occurred_source: ticket.occurred_source }
            : {}),
    });
    const clocks = await reconcileClocks(unit, after, books, SYSTEM);
    const entry = { kind: 'ticket-absorbed', text: `工单 ${ticket.number} 并入本单`, payload: { from: ticket.id } };
    await writeEntry(unit, after, entry, clocks.notes, SYSTEM);
    return clocks.nextFireAt;
}
async function absorb(unit, ticket, main, books) {
    await leaveHop(unit.tx, ticket.id, unit.now, 'closed', `并入 ${main.number}`);
    const after = await patchTicket(unit.tx, ticket.id, {
        merged_into: main.id,
        state: 'closed',
        closed_at: unit.now,
        revision: ticket.revision + 1,
        acted_revision: ticket.revision + 1,
    });
    const clocks = await reconcileClocks(unit, after, books, SYSTEM, `并入 ${main.number}`);
    const entry = { kind: 'merge', text: `所属事件合并，并入工单 ${main.number}`, payload: { into: main.id } };
    await writeEntry(unit, after, entry, clocks.notes, SYSTEM);
}
//# sourceMappingURL=merge-events.js.map