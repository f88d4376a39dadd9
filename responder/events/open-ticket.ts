import type { EventSnapshot } from '../../analyzer/messages.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { restartedFrom } from '../deadlines/book.ts';
import { reconcileClocks } from '../deadlines/reconcile.ts';
import { attachOrders, ordersIn } from '../orders/attach-orders.ts';
import { dutyRowsAt } from '../duty/duty-rows.ts';
import { withDuties, type DutyRow } from '../duty/duty-table.ts';
import { isAlarming, startAlarm } from '../escalation/chain-rows.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import { route } from '../routing/route.ts';
import { json, personOf, type ResponderTables, type RoutingAdvice } from '../tables.ts';
import { writeEntry } from '../tickets/act.ts';
import { machineLevel } from '../tickets/levels.ts';
import { takeNumber } from '../tickets/number.ts';
import { detectionOf, enteredAt } from './detected.ts';
import { nameOf, SYSTEM, type Ticket } from '../tickets/ticket.ts';

export interface Opening {
  rule: string;
  name: string;
  why: string;
  actor: Actor;
  previous: string | null;
  /** When what opens it came, to a matter whose last ticket had been closed: an outbreak answered for already bears no clock overdue. */
  since?: Date | null;
}

export interface Opened {
  ticket: Ticket;
  nextFireAt: Date | null;
}

/**
 * A duty to answer begins: number, machine levels, routing suggestion, and the clocks its facts already call for: the provisional
 * 5 h / 24 h among them, from the occurrence, else the first public post, else the detection. Nobody is assigned by it.
 */
export async function openTicket(
  unit: UnitOfWork<ResponderTables>,
  event: EventSnapshot,
  opening: Opening,
  books: ResponderBooks,
): Promise<Opened> {
  const { number, year } = await takeNumber(unit.tx, event.origin, event.jurisdiction, unit.now);
  const duties = await dutyRowsAt(unit.tx, event.origin, unit.now);
  const row = { ...ticketRow(event, opening, books, duties, unit.now), number, year };
  const ticket = await unit.tx.insertInto('responder_tickets').values(row).returningAll().executeTakeFirstOrThrow();
  const attached = await attachOrders(unit, ticket, ordersIn(event));
  const clocks = await reconcileClocks(unit, ticket, books, SYSTEM);
  const late = detectionOf(event, enteredAt(event, unit.now))?.late ?? null;
  const entry = {
    kind: 'opened',
    text: [`立单（${opening.name}）：${opening.why}`, ...(late === null ? [] : [late]), ...attached].join('；'),
    payload: { rule: opening.rule, why: opening.why, previous: opening.previous },
  };
  await writeEntry(unit, ticket, entry, clocks.notes, opening.actor);
  unit.audit({
    actor: opening.actor,
    action: 'ticket.open',
    subject: { kind: 'ticket', id: ticket.id },
    detail: { number, rule: opening.rule, eventId: event.id },
  });
  await tellDuty(unit, ticket, books);
  // Who opened it by hand has looked.
  if (opening.actor === SYSTEM && isAlarming(ticket)) await startAlarm(unit.tx, ticket, books.escalation, unit.now);
  return { ticket, nextFireAt: clocks.nextFireAt };
}

function ticketRow(
  event: EventSnapshot,
  opening: Opening,
  books: ResponderBooks,
  duties: readonly DutyRow[],
  now: Date,
) {
  const detected = detectionOf(event, enteredAt(event, now));
  return {
    id: uuidv7(now),
    origin: event.origin,
    jurisdiction: event.jurisdiction,
    owner_unit: books.routing.bodies.office,
    event_id: event.id,
    event_revision: event.revision,
    event: json(event),
    state: 'received' as const,
    revision: 1,
    acted_revision: 1,
    title: event.title,
    topic: event.topic,
    kind: event.kind,
    level_machine: json(event.level),
    colour: event.opinion.colour,
    colour_machine: event.opinion.colour,
    occurred_at: event.occurredAt === null ? null : new Date(event.occurredAt.at),
    occurred_source: event.occurredAt?.source ?? null,
    published_at: new Date(event.outbreakPublishedAt),
    detected_at: detected?.at ?? now,
    detected_by: detected?.by ?? '立单',
    opened_at: now,
    promotion_rule: opening.rule,
    promotion_name: opening.name,
    promotion_why: opening.why,
    opened_by: json(personOf(opening.actor)),
    previous_ticket: opening.previous,
    ...(opening.since ? { restarted: json(restartedFrom(books.clocks, opening.since)) } : {}),
    routing: json(adviceFor(withDuties(event, duties), books)),
  };
}

/** Stored as a suggestion with its way through the tree. */
export function adviceFor(event: EventSnapshot, books: ResponderBooks): RoutingAdvice {
  const advice = route(books.routing, books.departments, {
    topic: event.topic,
    places: event.places,
    level: machineLevel(event.level),
    kind: event.kind,
    accused: event.accused,
    departments: event.departments,
    jurisdiction: event.jurisdiction,
    flags: flagsOf(event, books),
  });
  const reason = advice.path.at(-1) ?? '';
  return {
    suggested: [
      { unit: advice.lead, role: 'lead', reason },
      ...advice.co.map((unit) => ({ unit, role: 'co' as const, reason })),
      ...advice.coordinators.map((unit) => ({ unit, role: 'coordinator' as const, reason })),
    ],
    explanation: advice.reasons,
  };
}

/** What the texts say that the tree may ask: words of corruption make the analyzer suggest the body of discipline. */
const flagsOf = (event: EventSnapshot, books: ResponderBooks): string[] =>
  event.departments.some((unit) => unit.id === books.routing.bodies.discipline) ? ['corruption'] : [];

/** Machine red rings the duty officer, never a leader. */
async function tellDuty(unit: UnitOfWork<ResponderTables>, ticket: Ticket, books: ResponderBooks): Promise<void> {
  if (books.units.get(ticket.owner_unit) === undefined) return;
  const grave = machineLevel(ticket.level_machine);
  const urgent = grave === 'I' || grave === 'II';
  await notify(
    unit.tx,
    [
      {
        reason: `ticket:${ticket.id}:opened`,
        recipients: [recipient('duty_officer', null)],
        ticketId: ticket.id,
        eventId: ticket.event_id,
        origin: ticket.origin,
        lane: urgent ? 'now' : laneOf(ticket.colour),
        why: ticket.promotion_name,
        matter: 'opened',
        urgent,
        text: `${nameOf(ticket)}待研判${urgent ? '，机器估算可能为重大以上，暂计时限已起算' : ''}`,
        unverified: true,
      },
    ],
    unit.now,
  );
}
