import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { relevelDays } from '../deadlines/book.ts';
import { reconcileClocks } from '../deadlines/reconcile.ts';
import { foundEarlier } from './detected.ts';
import { adviceFor } from './open-ticket.ts';
import { readOccurrence } from './read-occurrence.ts';
import { ringAccused } from './ring-accused.ts';
import { ringAgain, tellingOf, toldAgain } from './told-again.ts';
import { attachOrders, ordersIn } from '../orders/attach-orders.ts';
import { dutyRowsAt } from '../duty/duty-rows.ts';
import { withDuties, type DutyRow } from '../duty/duty-table.ts';
import { isAlarming, startAlarm } from '../escalation/chain-rows.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import { COLOUR_NAMES } from '../promotion/promote.ts';
import { json, type ResponderTables } from '../tables.ts';
import { accusing, levelWith } from '../tickets/brought.ts';
import { writeEntry } from '../tickets/act.ts';
import { disputedFacts, isHearsay, rejudgeReason, rememberColours, type Relevel } from '../tickets/judgement.ts';
import { levelRank, levelTitle, machineLevel, machineRank, setLevel } from '../tickets/levels.ts';
import { accusedUnits, nameOf, patchTicket, SYSTEM, type Ticket, type TicketPatch } from '../tickets/ticket.ts';
import { INTAKE_TITLES } from '../tickets/intake-titles.ts';

export interface Followed {
  patch: TicketPatch;
  /** Chinese, for the timeline; empty = nothing a person must know, the picture is renewed silently. */
  told: string[];
  rejudge: string | null;
}

/**
 * Pure: what a newer picture of the event changes on its ticket. Machine values follow until a person has judged; after that they only
 * suggest: a graver level or growth of a non-answer asks for a new judgement, it changes nothing by itself.
 */
export function follow(
  ticket: Ticket,
  event: EventSnapshot,
  books: ResponderBooks,
  now: Date,
  duties: readonly DutyRow[] = [],
): Followed {
  const told: string[] = [];
  const judged = ticket.judged_at !== null;
  const level = levelWith(event.level, ticket.brought);
  const occurred = readOccurrence(ticket, event, now);
  const patch: TicketPatch = {
    ...occurred.patch,
    event_revision: event.revision,
    level_machine: json(level),
    colour_machine: event.opinion.colour,
  };
  if (event.opinion.colour !== ticket.colour_machine)
    patch.colours_before = json(rememberColours(ticket.colours_before, [ticket.colour_machine], now));
  if (!judged) {
    Object.assign(patch, { title: event.title, kind: event.kind, topic: event.topic, colour: event.opinion.colour });
    patch.routing = json(adviceFor(withDuties(accusing(event, ticket.brought), duties), books));
  }
  // A judged ticket keeps its name, but does not go on calling hearsay what an official report has told since.
  else if (isHearsay(ticket.title) && !isHearsay(event.title)) patch.title = event.title;
  if (machineLevel(level) !== machineLevel(ticket.level_machine))
    told.push(`机器估算级别变为${levelTitle(machineLevel(level))}`);
  if (event.opinion.colour !== ticket.colour_machine)
    told.push(`机器建议的舆情等级变为${event.opinion.colour ? COLOUR_NAMES[event.opinion.colour] : '未定'}`);
  told.push(...occurred.told);
  const published = new Date(event.outbreakPublishedAt);
  if (published < ticket.published_at) {
    patch.published_at = published;
    told.push('发现更早的首条公开信息');
  }
  const found = foundEarlier(ticket.detected_at, event, now, patch);
  told.push(...(found === null ? [] : [found]), ...intake(ticket, event));
  const rejudge = ticket.rejudge_due ? null : again(ticket, event, books, now);
  if (rejudge !== null) Object.assign(patch, { rejudge_due: true, rejudge_why: rejudge });
  return { patch, told: rejudge === null ? told : [...told, `须重新研判：${rejudge}`], rejudge };
}

/** Units the newer picture accuses and the ticket did not yet. */
function nowAccused(ticket: Ticket, event: EventSnapshot): string[] {
  const known = accusedUnits(ticket);
  return accusedUnits({ ...ticket, event }).filter((id) => !known.includes(id));
}

/** What came in by another way than the posts, and changes which clocks run. */
function intake(ticket: Ticket, event: EventSnapshot): string[] {
  const before: readonly string[] = (ticket.event.intakeKinds as string[] | undefined) ?? [];
  const kinds = event.intakeKinds
    .filter((kind) => kind !== 'opinion' && !before.includes(kind))
    .map((kind) => INTAKE_TITLES[kind]);
  const told = toldAgain(ticket.event, event);
  return [
    ...(kinds.length > 0 ? [`来件类型增加：${kinds.join('、')}`] : []),
    ...(nowAccused(ticket, event).length > 0 ? ['反映的单位有变化'] : []),
    ...(told.length === 0 ? [] : [`${ticket.event.registration === null ? '接报' : '又接报'}：${tellingOf(told)}`]),
  ];
}

/** Null once the days are over, or where the table of levels has no numbers for the kind. */
function relevelOf(ticket: Ticket, event: EventSnapshot, books: ResponderBooks, now: Date): Relevel | null {
  const days = relevelDays(books.clocks, ticket.kind ?? event.kind);
  const since = ticket.occurred_at ?? ticket.published_at;
  if (days === null || now.getTime() - since.getTime() > days * 86_400_000) return null;
  return { days, setRank: levelRank(setLevel(ticket)) };
}

/** Why the ticket must be judged again, or null. */
export function again(ticket: Ticket, event: EventSnapshot, books: ResponderBooks, now: Date): string | null {
  if (ticket.judged_basis === null) return null;
  return rejudgeReason(
    ticket.judged_basis,
    {
      colour: event.opinion.colour,
      mentions: event.counts.mentions,
      levelRank: machineRank(event.level),
      disputed: disputedFacts(event),
      relevel: relevelOf(ticket, event, books, now),
    },
    books.ticketRules.rejudge,
  );
}

/** Applies it; a timeline entry and a message only when there is something to tell. `ticket` is locked. */
export async function followEvent(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  event: EventSnapshot,
  books: ResponderBooks,
): Promise<Date | null> {
  // The duty table as it stood when the ticket was opened: a later change is for new tickets.
  const duties = ticket.judged_at === null ? await dutyRowsAt(unit.tx, ticket.origin, ticket.opened_at) : [];
  const { patch, told: followed, rejudge } = follow(ticket, event, books, unit.now, duties);
  // An order hangs on the whole matter, never on a part that was split off.
  const orders = ticket.split_from === null ? await attachOrders(unit, ticket, ordersIn(event)) : [];
  const told = [...followed, ...orders];
  if (told.length === 0) {
    await patchTicket(unit.tx, ticket.id, patch);
    return null;
  }
  const after = await patchTicket(unit.tx, ticket.id, { ...patch, revision: ticket.revision + 1 });
  const clocks = await reconcileClocks(unit, after, books, SYSTEM);
  const entry = { kind: 'event-followed', text: told.join('；'), payload: { eventRevision: event.revision } };
  await writeEntry(unit, after, entry, clocks.notes, SYSTEM);
  if (rejudge !== null) await askAgain(unit, after, rejudge);
  if (nowAccused(ticket, event).length > 0) await ringAccused(unit, after, books);
  const again = toldAgain(ticket.event, event);
  if (again.length > 0) await ringAgain(unit, after, again);
  const unseen = after.acted_revision === 1 && after.opened_by.id === SYSTEM.id;
  if (unseen && isAlarming(after) && !isAlarming(ticket)) await alarm(unit, after, books);
  return clocks.nextFireAt;
}

/** Grown red before anybody looked: the duty officer is called, and the chain begins. */
async function alarm(unit: UnitOfWork<ResponderTables>, ticket: Ticket, books: ResponderBooks): Promise<void> {
  const notice = {
    ...{ reason: `ticket:${ticket.id}:alarm`, recipients: [recipient('duty_officer', null)], unverified: true },
    ...{ ticketId: ticket.id, eventId: ticket.event_id, origin: ticket.origin, lane: 'now' as const },
    ...{ matter: 'alarm' as const, urgent: true },
    ...{ why: '机器估算升为红色或重大以上', text: `${nameOf(ticket)}待研判，机器估算升级` },
  };
  await notify(unit.tx, [notice], unit.now);
  await startAlarm(unit.tx, ticket, books.escalation, unit.now);
}

export async function askAgain(unit: UnitOfWork<ResponderTables>, ticket: Ticket, why: string): Promise<void> {
  await notify(
    unit.tx,
    [
      {
        reason: `ticket:${ticket.id}:rejudge:${ticket.revision}`,
        recipients: [recipient('duty_officer', null)],
        ticketId: ticket.id,
        origin: ticket.origin,
        lane: laneOf(ticket.colour_machine),
        why,
        text: `${nameOf(ticket)}须重新研判`,
        matter: 'rejudge',
        unverified: true,
      },
    ],
    unit.now,
  );
}
