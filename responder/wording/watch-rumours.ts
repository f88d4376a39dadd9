import type { Selectable } from 'kysely';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import type { ResponderTables } from '../tables.ts';
import { writeEntry } from '../tickets/act.ts';
import { isOpen } from '../tickets/states.ts';
import { lockTicket, patchTicket, SYSTEM, type Ticket } from '../tickets/ticket.ts';
import { keepCount } from './event-counts.ts';
import { flareReason } from './rumour.ts';
import type { RumoursTable } from './tables.ts';

type Rumour = Selectable<RumoursTable>;

/**
 * With each newer picture of an event: its count is kept, and a claim that was clarified and spreads again is shown, once a clarification. An open
 * ticket asks for a new judgement, for a closed one reopening is suggested; a person decides.
 */
export async function watchRumours(
  unit: UnitOfWork<ResponderTables>,
  event: EventSnapshot,
  books: ResponderBooks,
): Promise<void> {
  await keepCount(unit.tx, event, unit.now);
  const clarified = await unit.tx
    .selectFrom('responder_rumours')
    .selectAll()
    .where('event_id', '=', event.id)
    .where('clarified_at', 'is not', null)
    .where('flared_at', 'is', null)
    .forUpdate()
    .execute();
  if (clarified.length === 0) return;
  const counts = await countsOf(unit.tx, event.id);
  for (const rumour of clarified) {
    const why = flareReason(counts, rumour.clarified_at!, unit.now, books.wording.rumours);
    if (why !== null) await flareUp(unit, rumour, event, why);
  }
}

/** Oldest first. */
export const countsOf = (db: Pick<UnitOfWork<ResponderTables>['tx'], 'selectFrom'>, eventId: string) =>
  db
    .selectFrom('responder_event_counts')
    .select(['at', 'mentions'])
    .where('event_id', '=', eventId)
    .orderBy('at')
    .execute();

async function flareUp(
  unit: UnitOfWork<ResponderTables>,
  rumour: Rumour,
  event: EventSnapshot,
  why: string,
): Promise<void> {
  await unit.tx
    .updateTable('responder_rumours')
    .set({ flared_at: unit.now, flared_why: why })
    .where('id', '=', rumour.id)
    .execute();
  const ticket = await lockTicket(unit.tx, rumour.ticket_id);
  const live = isOpen(ticket.state);
  const patch = live && !ticket.rejudge_due ? { rejudge_due: true, rejudge_why: why } : {};
  const after = await patchTicket(unit.tx, ticket.id, { ...patch, revision: ticket.revision + 1 });
  const text = `${why}，${live ? '请重新研判' : '请考虑重启'}`;
  const entry = { kind: 'rumour-flared', text, payload: { rumourId: rumour.id } };
  await writeEntry(unit, after, entry, [], SYSTEM);
  await notify(unit.tx, [flareNotice(after, rumour, event, live, why)], unit.now);
}

const flareNotice = (ticket: Ticket, rumour: Rumour, event: EventSnapshot, live: boolean, why: string) => ({
  reason: `rumour:${rumour.id}:flare:${rumour.clarified_at!.toISOString()}`,
  recipients: [recipient('duty_officer', null), recipient('spokesperson', null)],
  ticketId: ticket.id,
  eventId: event.id,
  origin: ticket.origin,
  lane: laneOf(event.opinion.colour),
  why,
  text: `${ticket.number} 澄清后再次升温，${live ? '请重新研判' : '请考虑重启'}`,
  matter: live ? ('rejudge' as const) : ('reopen' as const),
  unverified: true,
});
