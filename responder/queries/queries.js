import { watchdog } from "../deadlines/watchdog.js";
import { accountabilityLeads } from "./accountability.js";
import { explainClock, runningClocks } from "./clocks.js";
import { sampledCases, unitFacts } from "./evaluation.js";
import { listTickets } from "./list-tickets.js";
import { markSeen, notificationsFor } from "./notifications.js";
import { lagRows, lagSummary, ticketCounters } from "./overview.js";
import { ticketDetail } from "./ticket-detail.js";
import { ticketsOfEvents } from "./tickets-of-events.js";
/** Everything the dashboard reads; each asks who is asking. Shapes are those of the API, times ISO 8601 +08:00. */
export function createQueries(deps) {
    return {
        tickets: (actor, filter = {}) => listTickets(deps, actor, filter),
        ticket: (actor, id) => ticketDetail(deps, actor, id),
        ticketsOfEvents: (actor, eventIds) => ticketsOfEvents(deps, actor, eventIds),
        clocks: (actor, query = {}) => runningClocks(deps, actor, query),
        explainClock: (actor, id) => explainClock(deps, actor, id),
        counters: (actor, origins) => ticketCounters(deps, actor, origins),
        lagSummary: (actor, days, origins) => lagSummary(deps, actor, days, origins),
        lags: (actor, query = {}) => lagRows(deps, actor, query),
        notifications: (actor, query = {}) => notificationsFor(deps, actor, query),
        markSeen: (actor, ids) => markSeen(deps, actor, ids),
        accountability: (actor) => accountabilityLeads(deps, actor),
        unitFacts: (actor, from, to) => unitFacts(deps, actor, from, to),
        samples: (actor, size) => sampledCases(deps, actor, size),
        watchdog: () => watchdog(deps.db, deps.time.now()),
    };
}
//# sourceMappingURL=queries.js.map