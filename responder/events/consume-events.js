import { eventSnapshotSchema, warningSchema } from "../../analyzer/messages.js";
import { raiseWarning } from "../notifications/raise-warning.js";
import { promote } from "../promotion/promote.js";
import { rememberEvents, takeEvent } from "./take-event.js";
export const GROUP = 'responder';
export const consumeEvents = (consume, deps) => consume({
    group: GROUP,
    topic: 'events.changed',
    schema: eventSnapshotSchema,
    maxBatch: 200,
    handle: (messages, heartbeat) => takeBatch(deps, messages, heartbeat),
});
export const consumeWarnings = (consume, deps) => consume({
    group: GROUP,
    topic: 'warnings.raised',
    schema: warningSchema,
    handle: async (messages) => {
        for (const { payload, now, traceId } of messages)
            await deps.transact((unit) => raiseWarning(unit, payload), { now, traceId });
    },
});
/** Most events never become tickets: those are remembered in one statement, the others get a transaction each, in order. */
async function takeBatch(deps, messages, heartbeat) {
    const loud = await eventsWithTickets(deps, messages.map((message) => message.payload.id));
    for (const { payload } of messages)
        if (promote(deps.books.promotion, payload).open)
            loud.add(payload.id);
    const quiet = messages.filter((message) => !loud.has(message.payload.id));
    await rememberQuiet(deps, quiet);
    for (const message of messages) {
        if (!loud.has(message.payload.id))
            continue;
        const taken = await deps.transact((unit) => takeEvent(unit, message.payload, deps.books), {
            now: message.now,
            traceId: message.traceId,
        });
        deps.wake(taken.nextFireAt);
        await heartbeat();
    }
}
async function rememberQuiet(deps, quiet) {
    const newest = new Map();
    for (const message of quiet) {
        const held = newest.get(message.payload.id);
        if (!held || held.payload.revision < message.payload.revision)
            newest.set(message.payload.id, message);
    }
    const rows = [...newest.values()].map(({ payload }) => ({
        event: payload,
        watchedWhy: promote(deps.books.promotion, payload).why,
    }));
    const last = quiet.at(-1);
    if (!last)
        return;
    await deps.transact((unit) => rememberEvents(unit.tx, rows, unit.now), { now: last.now, traceId: last.traceId });
}
async function eventsWithTickets(deps, ids) {
    const rows = await deps.db
        .selectFrom('responder_tickets')
        .select('event_id')
        .where('event_id', 'in', [...new Set(ids)])
        .execute();
    return new Set(rows.map((row) => row.event_id));
}
//# sourceMappingURL=consume-events.js.map