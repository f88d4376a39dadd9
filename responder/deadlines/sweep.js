import { sql } from 'kysely';
import { ladder } from "../escalation/ladder.js";
import { fireDue } from "./fire.js";
import { recordFirings } from "./firing-records.js";
export const ALL_ORIGINS = ['live', 'demo', 'drill'];
const BATCH = 500;
/**
 * Fires every moment that has come, most overdue first, in batches of one transaction each. Rows another process works on are skipped, the
 * next sweep takes them. Exactly once: the row's own list of moments under its lock, and a unique firing row behind it. 10,000 clocks that
 * fell due while the process was down come out once each.
 */
export async function sweepDeadlines(deps, batch = BATCH) {
    const total = { fired: 0, clocks: 0 };
    for (;;) {
        const one = await deps.transact((unit) => sweepBatch(unit, deps, batch));
        total.fired += one.fired;
        total.clocks += one.clocks;
        if (one.clocks < batch)
            return total;
    }
}
async function sweepBatch(unit, { books, origins = ALL_ORIGINS }, batch) {
    const clocks = await dueClocks(unit, origins, batch);
    if (clocks.length === 0)
        return { fired: 0, clocks: 0 };
    const tickets = await unit.tx
        .selectFrom('responder_tickets')
        .selectAll()
        .where('id', 'in', [...new Set(clocks.map((clock) => clock.ticket_id))])
        .execute();
    const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
    const swept = clocks.map((clock) => {
        const ticket = byId.get(clock.ticket_id);
        const rungs = (due, colour) => ladder(books.escalation, colour, due, books.calendar);
        return { clock, ticket, result: fireDue(clock, ticket.colour, unit.now, rungs) };
    });
    await writeClocks(unit, swept);
    await recordFirings(unit, swept, books);
    return { fired: swept.reduce((sum, one) => sum + one.result.fired.length, 0), clocks: clocks.length };
}
/** Locks clock and ticket together, so that a verb on the same ticket waits or is skipped, never interleaves. */
const dueClocks = (unit, origins, batch) => unit.tx
    .selectFrom('responder_clocks as c')
    .innerJoin('responder_tickets as t', 't.id', 'c.ticket_id')
    .selectAll('c')
    .where('c.next_fire_at', '<=', unit.now)
    .where('c.origin', 'in', [...origins])
    .orderBy('c.next_fire_at')
    .limit(batch)
    .forUpdate(['c', 't'])
    .skipLocked()
    .execute();
async function writeClocks(unit, swept) {
    const rows = swept.map(({ clock, result }) => ({
        id: clock.id,
        points: result.points,
        state: result.state,
        next_fire_at: result.nextFireAt,
        overdue_at: result.overdue ? clock.due_at : clock.overdue_at,
    }));
    await sql `update responder_clocks c
    set points = x.points, state = x.state, next_fire_at = x.next_fire_at, overdue_at = x.overdue_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(id uuid, points jsonb, state text, next_fire_at timestamptz, overdue_at timestamptz)
    where c.id = x.id`.execute(unit.tx);
}
/** The earliest moment still to come out, for the next wake-up hint. */
export async function nextMoment(db, origins = ALL_ORIGINS) {
    const row = await db
        .selectFrom('responder_clocks')
        .select(({ fn }) => fn.min('next_fire_at').as('at'))
        .where('next_fire_at', 'is not', null)
        .where('origin', 'in', [...origins])
        .executeTakeFirst();
    return row?.at ?? null;
}
//# sourceMappingURL=sweep.js.map