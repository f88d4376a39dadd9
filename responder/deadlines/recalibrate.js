import { writeEntry } from "../tickets/act.js";
import { lockTicket, patchTicket, SYSTEM } from "../tickets/ticket.js";
import { reconcileClocks } from "./reconcile.js";
/**
 * 待校准 clocks counted weekdays of a year whose notice had not come. At start, when the calendar may have been imported, they are computed
 * again, one entry a ticket. @returns tickets looked at.
 */
export async function recalibrateClocks(deps) {
    const ids = await deps.transact((unit) => unit.tx
        .selectFrom('responder_clocks')
        .select('ticket_id')
        .distinct()
        .where('uncalibrated', '=', true)
        .where('state', 'in', ['running', 'overdue'])
        .execute());
    for (const { ticket_id: id } of ids)
        await deps.transact(async (unit) => {
            const ticket = await lockTicket(unit.tx, id);
            const clocks = await reconcileClocks(unit, ticket, deps.books, SYSTEM);
            if (clocks.notes.length === 0)
                return;
            const after = await patchTicket(unit.tx, id, { revision: ticket.revision + 1 });
            await writeEntry(unit, after, { kind: 'clocks-recalibrated', text: '放假安排已导入，时限重新校准' }, clocks.notes, SYSTEM);
        });
    return ids.length;
}
//# sourceMappingURL=recalibrate.js.map