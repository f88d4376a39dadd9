import { sql } from 'kysely';
import { uuidv7 } from "../../platform/runtime/ids.js";
/** 立即 / 本班 / 次日汇总. */
export const laneOf = (colour) => colour === 'red' || colour === 'orange' ? 'now' : colour === 'yellow' ? 'shift' : 'digest';
/** A role in a unit, or in any unit ('*'). People on duty change, the duty does not. */
export const recipient = (role, unit) => `${role}@${unit ?? '*'}`;
/** Ledger rows reason × recipient × channel; a row that is there already stays and rings no more. @returns how many are new. */
export async function notify(tx, notices, now) {
    const rows = notices.flatMap((notice) => [...new Set(notice.recipients)].map((to) => ({
        id: uuidv7(now),
        reason: notice.reason,
        recipient: to,
        channel: 'in_app',
        ticket_id: notice.ticketId ?? null,
        warning_id: notice.warningId ?? null,
        event_id: notice.eventId ?? null,
        origin: notice.origin,
        lane: notice.lane,
        why: notice.why,
        text: notice.text,
        unverified: notice.unverified ?? false,
        at: now,
    })));
    if (rows.length === 0)
        return 0;
    // One parameter however many rows: a sweep after a long stop writes tens of thousands.
    const result = await sql `insert into responder_notifications
      (id, reason, recipient, channel, ticket_id, warning_id, event_id, origin, lane, why, text, unverified, at)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(id uuid, reason text, recipient text, channel text, ticket_id uuid, warning_id uuid, event_id uuid, origin text,
           lane text, why text, text text, unverified boolean, at timestamptz)
    on conflict (reason, recipient, channel) do nothing`.execute(tx);
    return Number(result.numAffectedRows ?? 0n);
}
//# sourceMappingURL=ledger.js.map