import { sql } from 'kysely';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { heldElsewhere } from '../orders/attach-orders.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import { promote } from '../promotion/promote.ts';
import { json, type ResponderTables } from '../tables.ts';
import { rejudgeReason } from '../tickets/judgement.ts';
import { machineRank } from '../tickets/levels.ts';
import { SYSTEM, type Ticket, type Tx } from '../tickets/ticket.ts';
import { watchRumours } from '../wording/watch-rumours.ts';
import { lastTicketOf, openPartsOf, openTicketOf, standingFor } from './find-ticket.ts';
import { followEvent } from './follow-event.ts';
import { mergeEvents, moveParts } from './merge-events.ts';
import { openTicket } from './open-ticket.ts';
import { cameSince } from './came-since.ts';
import { followMerged } from './follow-merged.ts';
import { noteOnOld, toldAgain } from './told-again.ts';

export interface Taken {
  /** False: this revision was seen before, nothing was done. */
  fresh: boolean;
  nextFireAt: Date | null;
}

/** Keeps the newest picture of each event; @returns ids whose picture was really newer. The row lock makes deliveries of one event take turns. */
export async function rememberEvents(
  tx: Tx,
  events: { event: EventSnapshot; watchedWhy: string | null }[],
  now: Date,
): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const rows = await tx
    .insertInto('responder_events')
    .values(
      events.map(({ event, watchedWhy }) => ({
        event_id: event.id,
        revision: event.revision,
        snapshot: json(event),
        watched_why: watchedWhy,
        seen_at: now,
        origin: event.origin,
        jurisdiction: event.jurisdiction,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column('event_id')
        .doUpdateSet({
          revision: sql`excluded.revision`,
          snapshot: sql`excluded.snapshot`,
          watched_why: sql`excluded.watched_why`,
          seen_at: sql`excluded.seen_at`,
        })
        .where('responder_events.revision', '<', sql<number>`excluded.revision`),
    )
    .returning('event_id')
    .execute();
  return new Set(rows.map((row) => row.event_id));
}

/** One revision of one event, idempotent by that revision. */
export async function takeEvent(
  unit: UnitOfWork<ResponderTables>,
  event: EventSnapshot,
  books: ResponderBooks,
): Promise<Taken> {
  const promotion = promote(books.promotion, event);
  const watchedWhy = promotion.open ? null : promotion.why;
  const fresh = await rememberEvents(unit.tx, [{ event, watchedWhy }], unit.now);
  if (!fresh.has(event.id)) return { fresh: false, nextFireAt: null };
  await watchRumours(unit, event, books);
  const followed = await followOpen(unit, event, books);
  if (followed !== null) return { fresh: true, nextFireAt: followed.nextFireAt };
  const last = await lastTicketOf(unit.tx, event.id);
  const stands = last === null ? null : await standingFor(unit.tx, last);
  // A matter that was merged goes on in the main ticket, whatever comes.
  if (last !== null && stands !== null && stands.id !== last.id && stands.closed_at === null)
    return { fresh: true, nextFireAt: await followMerged(unit, stands, last, event, books) };
  if (!promotion.open || promotion.ruleId === null) return { fresh: true, nextFireAt: null };
  const held = await heldElsewhere(unit.tx, event);
  if (held !== null) {
    const watched_why = `所含来件均已挂接在工单 ${held}，不重复立单`;
    await unit.tx.updateTable('responder_events').set({ watched_why }).where('event_id', '=', event.id).execute();
    return { fresh: true, nextFireAt: null };
  }
  const came = last === null ? [] : await cameSince(unit.tx, last, event);
  if (stands !== null && came.length === 0 && !mayOpenAnew(stands, event, books, unit.now)) {
    await suggestReopening(unit, stands, event, books);
    return { fresh: true, nextFireAt: null };
  }
  const opening = {
    rule: promotion.ruleId,
    name: promotion.name,
    why: promotion.why,
    actor: SYSTEM,
    previous: last?.id ?? null,
    since: last === null ? null : cameAt(last, stands, event, unit.now),
  };
  const opened = await openTicket(unit, event, opening, books);
  if (stands !== null) await noteOnOld(unit, stands, opened.ticket, { came, books });
  return { fresh: true, nextFireAt: opened.nextFireAt };
}

/** Of an outbreak whose ticket is closed: when the first telling of what came since was, else now. Null = the outbreak itself is new. */
function cameAt(last: Ticket, stands: Ticket | null, event: EventSnapshot, now: Date): Date | null {
  const closed = stands?.closed_at ?? null;
  if (closed === null || new Date(event.outbreakPublishedAt) > closed) return null;
  const told = toldAgain(last.event, event).map(({ toldAt }) => new Date(toldAt).getTime());
  return new Date(Math.min(now.getTime(), ...told));
}

/** What the picture changes on the open ticket and its parts; null = there is no open ticket. */
async function followOpen(
  unit: UnitOfWork<ResponderTables>,
  event: EventSnapshot,
  books: ResponderBooks,
): Promise<{ nextFireAt: Date | null } | null> {
  const { mergedInto: into } = event;
  const open = await openTicketOf(unit.tx, event.id);
  const next =
    open === null
      ? null
      : into === null
        ? await followEvent(unit, open, event, books)
        : await mergeEvents(unit, open, into, books);
  const parts = into === null ? await followParts(unit, event, books) : await moveParts(unit, event.id, into);
  return open === null ? null : { nextFireAt: earliest(next, parts) };
}

/** The parts of a split matter see what the whole one sees. */
async function followParts(
  unit: UnitOfWork<ResponderTables>,
  event: EventSnapshot,
  books: ResponderBooks,
): Promise<Date | null> {
  let next: Date | null = null;
  for (const part of await openPartsOf(unit.tx, event.id))
    next = earliest(next, await followEvent(unit, part, event, books));
  return next;
}

const earliest = (a: Date | null, b: Date | null): Date | null =>
  a === null || b === null ? (a ?? b) : a <= b ? a : b;

/** After the reopening time a new outbreak gets a new, linked ticket; before it, a person reopens the old one. */
export function mayOpenAnew(last: Ticket, event: EventSnapshot, books: ResponderBooks, now: Date): boolean {
  if (last.closed_at === null) return true;
  const past = now.getTime() - last.closed_at.getTime() > books.ticketRules.reopen.days * 86_400_000;
  return past && new Date(event.outbreakPublishedAt) > last.closed_at;
}

/** A closed matter that grows again is shown to the duty desk, once a degree. */
async function suggestReopening(
  unit: UnitOfWork<ResponderTables>,
  last: Ticket,
  event: EventSnapshot,
  books: ResponderBooks,
): Promise<void> {
  if (last.judged_basis === null) return;
  const now = { colour: event.opinion.colour, mentions: event.counts.mentions, levelRank: machineRank(event.level) };
  const basis = { ...last.judged_basis, outcome: 'no_answer' as const };
  const why = rejudgeReason(basis, now, books.ticketRules.rejudge);
  if (why === null) return;
  await notify(
    unit.tx,
    [
      {
        reason: `ticket:${last.id}:reopen:${now.colour}:${now.levelRank}`,
        recipients: [recipient('duty_officer', null)],
        ticketId: last.id,
        eventId: event.id,
        origin: last.origin,
        lane: laneOf(event.opinion.colour),
        why,
        text: `${last.number} 已办结，事件再次升温，请考虑重启`,
        matter: 'reopen',
        unverified: true,
      },
    ],
    unit.now,
  );
}
