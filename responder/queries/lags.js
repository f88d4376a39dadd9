import { toLocalIso } from "../../platform/runtime/local-time.js";
/** The three lags of one ticket, live while they run, kept afterwards, never merged (DESIGN §3). Pure. */
export function lagsOf(ticket, now) {
    const judged = ticket.judged_at;
    const assigned = ticket.assigned_at;
    const disposed = earliest(assigned, ticket.first_response_at);
    const early = disposed !== null && (judged === null || disposed < judged);
    const end = ticket.closed_at;
    return {
        detection: lag(ticket.published_at, ticket.detected_at, now, null),
        judgement: lag(ticket.detected_at, judged, now, end),
        disposal: early ? zero(disposed) : judged === null ? notYet() : lag(judged, disposed, now, end),
        lateJudgement: assigned !== null && ticket.late_judgement ? lag(assigned, judged, now, end) : null,
        backfilled: ticket.history || ticket.event.history,
    };
}
const seconds = (from, to) => Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
/** Closing a matter that never got there stops the count where it was. */
function lag(from, to, now, end) {
    const until = to ?? end ?? now;
    return {
        seconds: seconds(from, until),
        running: to === null && end === null,
        from: toLocalIso(from),
        to: to === null ? null : toLocalIso(to),
    };
}
const zero = (at) => ({ seconds: 0, running: false, from: toLocalIso(at), to: toLocalIso(at) });
const notYet = () => ({ seconds: null, running: false, from: null, to: null });
const earliest = (a, b) => (a === null ? b : b === null ? a : a < b ? a : b);
/** The middle value; null without data (数据不足). */
export function median(values) {
    if (values.length === 0)
        return null;
    const sorted = [...values].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
//# sourceMappingURL=lags.js.map