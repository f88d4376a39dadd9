import { AppError } from "../../platform/runtime/errors.js";
import { toLocalIso } from "../../platform/runtime/local-time.js";
import { unitRef } from "../tickets/view.js";
/** For 督查 only. @throws AppError forbidden */
export async function accountabilityLeads(deps, actor) {
    if (!actor.roles.includes('supervisor'))
        throw new AppError('forbidden', '履职问题线索仅督查人员可见');
    const rows = await deps.db
        .selectFrom('responder_accountability_leads as l')
        .innerJoin('responder_tickets as t', 't.id', 'l.ticket_id')
        .selectAll('l')
        .select('t.number')
        .orderBy('l.found_at', 'desc')
        .limit(500)
        .execute();
    return rows.map((row) => ({
        id: row.id,
        ticketId: row.ticket_id,
        number: row.number,
        unit: row.unit === null ? null : unitRef(deps.books.units, row.unit),
        kind: row.kind,
        rule: row.rule_id,
        why: row.why,
        foundAt: toLocalIso(row.found_at),
        state: row.state,
    }));
}
//# sourceMappingURL=accountability.js.map