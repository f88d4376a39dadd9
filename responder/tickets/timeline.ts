import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { TICKET_CHANGED, type TicketChanged } from '../messages.ts';
import { json, personOf, type ResponderTables } from '../tables.ts';
import type { Ticket } from './ticket.ts';

export { spokenTime } from '../../platform/runtime/local-time.ts';

/** A fact recorded this much later than it happened is shown as 补记. */
const BACK_DATED_AFTER_MS = 15 * 60_000;

/** One typed entry; `at` is when the fact happened, absent = now. */
export interface Entry {
  kind: string;
  /** Chinese sentence for the screen. */
  text: string;
  at?: Date;
  reason?: string | null;
  payload?: Record<string, unknown>;
}

export const isBackDated = (at: Date, now: Date): boolean => now.getTime() - at.getTime() > BACK_DATED_AFTER_MS;

/** The row of an entry that made `revision`. */
export function timelineRow(ticketId: string, revision: number, entry: Entry, actor: Actor, now: Date) {
  const at = entry.at ?? now;
  return {
    id: uuidv7(now),
    ticket_id: ticketId,
    revision,
    kind: entry.kind,
    at,
    recorded_at: now,
    back_dated: isBackDated(at, now),
    actor: json(personOf(actor)),
    text: entry.text,
    reason: entry.reason ?? null,
    payload: json(entry.payload ?? {}),
  };
}

type UnitsOfTicket = Pick<Ticket, 'lead_unit' | 'co_units' | 'via_units' | 'coordinator_unit' | 'owner_unit'>;
/** What of a ticket its message tells. */
type Told = UnitsOfTicket &
  Pick<Ticket, 'id' | 'number' | 'revision' | 'event_id' | 'state' | 'first_response_at' | 'jurisdiction' | 'origin'>;

/** What goes on the bus after a revision. */
export function ticketChanged(ticket: Told, entry: string): TicketChanged {
  return {
    id: ticket.id,
    number: ticket.number,
    revision: ticket.revision,
    eventId: ticket.event_id,
    state: ticket.state,
    entry,
    units: unitsOf(ticket),
    firstResponseAt: ticket.first_response_at === null ? null : toLocalIso(ticket.first_response_at),
    jurisdiction: ticket.jurisdiction,
    origin: ticket.origin,
  };
}

export function unitsOf(ticket: UnitsOfTicket): string[] {
  const { lead_unit, co_units, via_units, coordinator_unit, owner_unit } = ticket;
  const units = [lead_unit, ...co_units, ...via_units, coordinator_unit, owner_unit];
  return [...new Set(units.filter((unit): unit is string => unit !== null))];
}

export function emitChanged(unit: UnitOfWork<ResponderTables>, ticket: Told, entry: string): void {
  unit.emit({ ...TICKET_CHANGED, key: ticket.id, payload: ticketChanged(ticket, entry) });
}

/** Entries after `revision` that a person made: what a stale form must know. */
export async function lastActBy(
  tx: UnitOfWork<ResponderTables>['tx'],
  ticketId: string,
  revision: number,
): Promise<{ by: string; at: Date; kind: string; text: string } | null> {
  const row = await tx
    .selectFrom('responder_timeline')
    .select(['actor', 'recorded_at', 'kind', 'text'])
    .where('ticket_id', '=', ticketId)
    .where('revision', '<=', revision)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { by: row.actor.name, at: row.recorded_at, kind: row.kind, text: row.text } : null;
}
