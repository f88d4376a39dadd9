import { laneOf, notify, recipient } from "./ledger.js";
/** 苗头 → the duty desk, in the lane of its colour; a grave one always at once. The machine never rings a leader. */
export async function raiseWarning(unit, warning) {
    const urgent = warning.kind === 'grave' || warning.colour === 'red';
    await notify(unit.tx, [
        {
            reason: `warning:${warning.id}`,
            recipients: [recipient('duty_officer', null), ...(urgent ? [recipient('duty_leader', null)] : [])],
            warningId: warning.id,
            eventId: warning.eventId,
            origin: warning.origin,
            lane: urgent ? 'now' : laneOf(warning.colour),
            why: `${warning.rule} ${warning.reason}`,
            text: warning.reason,
            unverified: true,
        },
    ], unit.now);
}
//# sourceMappingURL=raise-warning.js.map