import { sql } from 'kysely';
import { AppError } from "../../platform/runtime/errors.js";
import { toLocalIso } from "../../platform/runtime/local-time.js";
export const iso = (at) => (at === null ? null : toLocalIso(at));
export const limitOf = (query) => Math.min(Math.max(query.limit ?? 50, 1), 200);
export const ofOrigins = (alias, origins) => origins === undefined ? sql `true` : sql `${sql.ref(`${alias}.origin`)} = any(${origins})`;
/** Keyset cursors: the sort instant and the id of the last row. */
export const cursorOf = (at, id) => Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');
/** @throws AppError invalid_input on a cursor that is not ours. */
export function readCursor(cursor) {
    if (cursor === undefined || cursor === '')
        return null;
    try {
        const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
        const date = new Date(at);
        if (!Number.isNaN(date.getTime()) && /^[0-9a-f-]{36}$/.test(id))
            return { at: date, id };
    }
    catch {
        // falls through to the one error a caller sees
    }
    throw new AppError('invalid_input', '翻页参数无效，请从第一页开始');
}
/** One row more than asked tells whether there is a next page. */
export function pageOf(rows, limit, now, item, cursor) {
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
        items: shown.map(item),
        nextCursor: rows.length > limit && last !== undefined ? cursor(last) : null,
        serverTime: toLocalIso(now),
    };
}
/** Clocks of several tickets, by ticket id. */
export async function clocksByTicket(db, ids) {
    const map = new Map(ids.map((id) => [id, []]));
    if (ids.length === 0)
        return map;
    const rows = await db
        .selectFrom('responder_clocks')
        .selectAll()
        .where('ticket_id', 'in', ids)
        .orderBy('due_at')
        .execute();
    for (const row of rows)
        map.get(row.ticket_id)?.push(row);
    return map;
}
/** Evaluators see acts and units, never names. */
export const shownPerson = (person, scope) => scope === 'impersonal' ? { id: '', name: '—', unitId: person.unitId } : person;
//# sourceMappingURL=read.js.map