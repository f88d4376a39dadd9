import { sql } from 'kysely';
import type { Colour } from '../../analyzer/messages.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Origin, Role } from '../../platform/runtime/kernel.ts';
import type { Tx } from '../tickets/ticket.ts';
import type { Matter } from './outward.ts';

export type Lane = 'now' | 'shift' | 'digest';

/** 立即 / 本班 / 次日汇总. */
export const laneOf = (colour: Colour | null): Lane =>
  colour === 'red' || colour === 'orange' ? 'now' : colour === 'yellow' ? 'shift' : 'digest';

/** A role in a unit, or in any unit ('*'). People on duty change, the duty does not. */
export const recipient = (role: Role, unit: string | null): string => `${role}@${unit ?? '*'}`;

export interface Notice {
  /** What it is about, once: the same reason never rings the same recipient twice. */
  reason: string;
  recipients: string[];
  ticketId?: string | null;
  warningId?: string | null;
  eventId?: string | null;
  origin: Origin;
  lane: Lane;
  /** Answer to "why did I get this". */
  why: string;
  /** Number, level, deadline; never a text of a post. */
  text: string;
  /** 未经人工核实. */
  unverified?: boolean;
  /** What may be said of it outside the house. */
  matter: Matter;
  /** The clock it is about; outside, its deadline is named. */
  clockId?: string;
  /** Rings at night too. Matters that are red or grave do so anyway. */
  urgent?: boolean;
}

/** The ticket accuses the unit this would ring at. Its duty desk is stood in for by 督查; nobody else there hears of it. */
const BLAMED = sql`(b.id is not null and (b.accused_ids ? split_part(r.recipient, '@', 2)
    or b.brought @> jsonb_build_array(jsonb_build_object('accused', jsonb_build_array(split_part(r.recipient, '@', 2)))))
  and not split_part(r.recipient, '@', 2) = any(b.admitted_units))`;

/** Ledger rows reason × recipient × channel; a row that is there already stays and rings no more. @returns how many are new. */
export async function notify(tx: Tx, notices: Notice[], now: Date): Promise<number> {
  const told = notices.map((notice) => ledgerRow(notice, now)).filter(({ ids }) => ids.length > 0);
  if (told.length === 0) return 0;
  // One parameter however many notices, each text once however many it rings: a sweep after a long stop writes tens of thousands of rows.
  const result = await sql`with told as materialized (
      select * from json_to_recordset(${JSON.stringify(told)}::json)
        as x(ids uuid[], recipients text[], reason text, ticket_id uuid, warning_id uuid, event_id uuid, origin text, lane text, why text,
             text text, unverified boolean, matter text, clock_id uuid, urgent boolean)),
    blaming as materialized (
      select id, accused_ids, brought, admitted_units from responder_tickets
      where id in (select ticket_id from told) and (accused_ids <> '[]' or brought <> '[]'))
    insert into responder_notifications
      (id, reason, recipient, channel, ticket_id, warning_id, event_id, origin, lane, why, text, unverified, at, matter, clock_id,
       urgent, routed_at)
    select r.id, x.reason, case when ${BLAMED} then 'supervisor@*' else r.recipient end, 'in_app', x.ticket_id, x.warning_id, x.event_id,
      x.origin, x.lane, x.why, x.text, x.unverified is true, ${now}::timestamptz, x.matter, x.clock_id, x.urgent is true,
      -- That a channel is down is not told by channels.
      case when x.matter = 'undelivered' then ${now}::timestamptz end
    from told x cross join lateral unnest(x.ids, x.recipients) as r(id, recipient)
    left join blaming b on b.id = x.ticket_id
    where not ${BLAMED} or r.recipient like 'duty%'
    on conflict (reason, recipient, channel) do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** One notice with all it rings, as the statement above reads it. What is absent or false need not travel. */
function ledgerRow(notice: Notice, now: Date) {
  const recipients = [...new Set(notice.recipients)];
  return {
    ids: recipients.map(() => uuidv7(now)),
    recipients,
    reason: notice.reason,
    ticket_id: notice.ticketId ?? undefined,
    warning_id: notice.warningId ?? undefined,
    event_id: notice.eventId ?? undefined,
    origin: notice.origin,
    lane: notice.lane,
    why: notice.why,
    text: notice.text,
    unverified: notice.unverified === true ? true : undefined,
    matter: notice.matter,
    clock_id: notice.clockId,
    urgent: notice.urgent === true ? true : undefined,
  };
}
