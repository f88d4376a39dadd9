import { AppError } from "../../platform/runtime/errors.js";
export const SYSTEM = { id: 'system', name: '系统', unitId: null, roles: [] };
/** Ids of units the texts blame; they never handle this ticket. */
export const accusedUnits = (ticket) => ticket.event.accused.map((unit) => unit.id).filter((id) => id !== null);
/** The row, locked until the end of the transaction: two verbs at once go one after the other. */
export async function lockTicket(tx, id) {
    const row = await tx.selectFrom('responder_tickets').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    if (!row)
        throw notFound();
    return row;
}
/** The same answer for "is not there" and "not yours to see". */
export const notFound = () => new AppError('not_found', '没有这个工单，或您无权查看');
/** @returns the row after the patch. */
export async function patchTicket(tx, id, patch) {
    return tx.updateTable('responder_tickets').set(patch).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}
//# sourceMappingURL=ticket.js.map