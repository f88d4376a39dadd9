import { lastHop } from "../tickets/hops.js";
import { isOpen } from "../tickets/states.js";
import { backwardPlan } from "./backward.js";
import { clockChanges, stepOf } from "./clock-changes.js";
import { applyChanges } from "./clock-rows.js";
import { clocksFor } from "./plans.js";
import { factsOf, isStoppable } from "./ticket-facts.js";
/**
 * Brings the clock rows of a ticket in line with its facts, inside the verb's transaction: starts, keeps (暂计 → 正式), stops by facts,
 * moves a start that was corrected, ends what no longer applies. Running it twice changes nothing the second time.
 */
export async function reconcileClocks(unit, ticket, books, actor, reason) {
    const rows = await clocksOf(unit.tx, ticket.id);
    const hop = await lastHop(unit.tx, ticket.id);
    const wanted = wantedClocks(ticket, hop?.received_at ?? null, books);
    const steps = new Map(wanted.map((plan) => [plan.ruleId, stepOf(plan, hop?.hop ?? 0)]));
    const changes = clockChanges(ticket, rows, wanted, steps, reason ?? null);
    const milestones = backwardPlan(books.clocks, wanted);
    return applyChanges(unit, ticket, changes, { books, actor, milestones, rows });
}
/** What should run now; a closed or merged ticket owes nothing more. */
export function wantedClocks(ticket, deliveredAt, books) {
    if (!isOpen(ticket.state) || ticket.merged_into !== null)
        return [];
    return clocksFor(books.clocks, factsOf(ticket, deliveredAt), { work: books.calendar }).filter(isStoppable);
}
const clocksOf = (tx, ticketId) => tx.selectFrom('responder_clocks').selectAll().where('ticket_id', '=', ticketId).forUpdate().execute();
//# sourceMappingURL=reconcile.js.map