import { loadResponderBooks } from "./books.js";
import { recalibrateClocks } from "./deadlines/recalibrate.js";
import { sweepReviews } from "./deadlines/review-times.js";
import { ALL_ORIGINS, nextMoment, sweepDeadlines } from "./deadlines/sweep.js";
import { consumeEvents, consumeWarnings } from "./events/consume-events.js";
import { createQueries } from "./queries/queries.js";
import { openByHand } from "./tickets/open-by-hand.js";
import { VERBS } from "./tickets/verbs.js";
export { loadResponderBooks } from "./books.js";
export { VERB_INPUTS } from "./tickets/verbs.js";
export { openInput } from "./tickets/open-by-hand.js";
export { STATE_TITLES, VERB_TABLE } from "./tickets/states.js";
export { OUTCOME_TITLES, DISPOSITION_TITLES, VERIFICATION_TITLES } from "./tickets/judgement.js";
export { RETURN_REASONS } from "./tickets/return-ticket.js";
export { exportTickets, EXPORT_FORMATS } from "./queries/export.js";
const SWEEP = 'responder.sweep';
const SWEEP_EVERY_MS = 1_000;
/** Event → Ticket: consumes events and warnings, keeps the clocks, offers the verbs and the queries of the dashboard. */
export function createResponder({ kernel, settings, books: given, origins }) {
    const books = given ?? loadResponderBooks(settings.configFolder);
    const { db, transact, time, jobs } = kernel;
    const wake = hint(kernel);
    const deps = { transact, books, wake };
    const sweep = async () => {
        const mine = { transact, time, books, origins: origins?.() ?? ALL_ORIGINS };
        const { fired } = await sweepDeadlines(mine);
        const reviewed = await sweepReviews(mine);
        wake(await nextMoment(db, mine.origins));
        return fired + reviewed;
    };
    let running = [];
    let defined = false;
    return {
        name: 'responder',
        routers: [],
        verbs: bind(deps),
        queries: createQueries({ db, time, books }),
        sweep,
        async start() {
            if (running.length > 0)
                return;
            if (!defined)
                jobs.define(SWEEP, async () => void (await sweep()), { attempts: 1 });
            defined = true;
            await recalibrateClocks({ transact, time, books });
            running = [
                await consumeEvents(kernel.consume, { db, transact, books, wake }),
                await consumeWarnings(kernel.consume, { db, transact, books, wake }),
            ];
            await jobs.schedule(SWEEP, 'every-second', { everyMs: SWEEP_EVERY_MS });
        },
        async stop() {
            const consumers = running;
            running = [];
            for (const consumer of consumers)
                await consumer.stop();
        },
    };
}
/** A hint only: the row holds the moment, the schedule finds it a second later if the hint is lost. */
function hint({ jobs, log }) {
    return (next) => {
        if (next === null)
            return;
        const id = `due-${Math.ceil(next.getTime() / 1000)}`;
        jobs.runAt(SWEEP, id, next).catch((error) => log.debug({ err: error }, 'a wake-up hint was lost'));
    };
}
function bind(deps) {
    const bound = Object.fromEntries(Object.entries(VERBS).map(([name, verb]) => [
        name,
        (ticketId, input, actor) => verb(deps, ticketId, input, actor),
    ]));
    return { ...bound, open: (input, actor) => openByHand(deps, input, actor) };
}
//# sourceMappingURL=index.js.map