import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { reconcileClocks } from '../deadlines/reconcile.ts';
import type { ResponderTables } from '../tables.ts';
import { writeEntry } from '../tickets/act.ts';
import { moveOrders } from '../orders/attach-orders.ts';
import { leaveHop } from '../tickets/hops.ts';
import { isBarred } from '../tickets/refuse-barred.ts';
import { changedByMerge, endsWatch, takeOverDuty } from '../tickets/owed-answers.ts';
import { bringing, broughtBy } from '../tickets/brought.ts';
import { isNoLater } from '../tickets/occurrence.ts';
import { accusedUnits, patchTicket, SYSTEM, type Ticket } from '../tickets/ticket.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import { unitName } from '../tickets/permissions.ts';
import { openPartsOf, openTicketOf } from './find-ticket.ts';

/**
 * Its event was merged into another. Without a ticket there, this one goes on under the other event; with one, it is merged into that
 * and the earlier start counts there: merging must not win time.
 */
export async function mergeEvents(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  into: string,
  books: ResponderBooks,
): Promise<Date | null> {
  const main = await openTicketOf(unit.tx, into);
  if (main === null) {
    const brought = bringing(ticket, [...ticket.brought, broughtBy(ticket, ticket.event_id)]);
    const set = { event_id: into, revision: ticket.revision + 1, ...brought };
    const after = await patchTicket(unit.tx, ticket.id, set);
    await writeEntry(
      unit,
      after,
      { kind: 'event-merged', text: '所属事件并入另一事件，本单随之转入', payload: { into } },
      [],
      SYSTEM,
    );
    return null;
  }
  const held = whyAccusedHolds(ticket, main, books);
  if (held !== null) return leaveToPerson(unit, ticket, main, held);
  await absorb(unit, ticket, main, books);
  return takeOver(unit, main, ticket, books, SYSTEM);
}

/** Parts that were split off go on by themselves, under the event that goes on: what it tells, and whom it accuses, reaches them there. */
export async function moveParts(unit: UnitOfWork<ResponderTables>, from: string, into: string): Promise<null> {
  for (const part of await openPartsOf(unit.tx, from)) {
    const brought = bringing(part, [...part.brought, broughtBy(part, from)]);
    const after = await patchTicket(unit.tx, part.id, { event_id: into, revision: part.revision + 1, ...brought });
    const text = '所属事件并入另一事件，本单随之转入';
    await writeEntry(unit, after, { kind: 'event-merged', text, payload: { into } }, [], SYSTEM);
  }
  return null;
}

/** What the absorbed ticket brought along goes on in the main one: its orders, the answer it owed and, where earlier, its start. `main` is locked. */
export async function takeOver(
  unit: UnitOfWork<ResponderTables>,
  main: Ticket,
  ticket: Ticket,
  books: ResponderBooks,
  actor: Actor,
): Promise<Date | null> {
  const orders = await moveOrders(unit.tx, ticket.id, main.id);
  const earlier = (a: Date, b: Date): Date => (a <= b ? a : b);
  const after = await patchTicket(unit.tx, main.id, {
    revision: main.revision + 1,
    detected_at: earlier(main.detected_at, ticket.detected_at),
    published_at: earlier(main.published_at, ticket.published_at),
    // Merging wins no time: a later occurrence does not take the place of the first post.
    ...(main.occurred_at === null && ticket.occurred_at !== null && isNoLater(ticket.occurred_at, main)
      ? { occurred_at: ticket.occurred_at, occurred_source: ticket.occurred_source }
      : {}),
    ...takeOverDuty(main, ticket, unit.now),
    ...bringing(main, [...main.brought, broughtBy(ticket, ticket.id)]),
    // Let in by two persons for what the main one told of, not for what this one tells.
    admitted_units: main.admitted_units.filter((id) => !accusedUnits(ticket).includes(id)),
  });
  const clocks = await reconcileClocks(unit, after, books, actor);
  const entry = {
    kind: 'ticket-absorbed',
    text: `工单 ${ticket.number} 并入本单${endsWatch(main, ticket) ? '；该事项未转入观察，取消本单转入观察' : ''}`,
    payload: { from: ticket.id, orders, changed: changedByMerge(main, after) },
  };
  await writeEntry(unit, after, entry, clocks.notes, actor);
  return clocks.nextFireAt;
}

async function absorb(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  main: Ticket,
  books: ResponderBooks,
): Promise<void> {
  await leaveHop(unit.tx, ticket.id, unit.now, 'closed', `并入 ${main.number}`);
  const after = await patchTicket(unit.tx, ticket.id, {
    merged_into: main.id,
    state: 'closed',
    closed_at: unit.now,
    revision: ticket.revision + 1,
    acted_revision: ticket.revision + 1,
  });
  const clocks = await reconcileClocks(unit, after, books, SYSTEM, `并入 ${main.number}`);
  const entry = { kind: 'merge', text: `所属事件合并，并入工单 ${main.number}`, payload: { into: main.id } };
  await writeEntry(unit, after, entry, clocks.notes, SYSTEM);
}

/** Null = none of those who work on the main ticket is accused by the other one; else the Chinese reason, without the way out. */
export function whyAccusedHolds(ticket: Ticket, main: Ticket, books: ResponderBooks): string | null {
  const working = [main.lead_unit, ...main.co_units, ...main.via_units].filter((id) => id !== null);
  const blamed = working.find((id) => isBarred(ticket, id, books));
  if (blamed === undefined) return null;
  return `${unitName(books.units, blamed)}是工单 ${ticket.number} 反映的单位或其下属单位，正在承办工单 ${main.number}`;
}

/** The machine merges no complaint into the hands it complains of: both tickets go on and say so, once; a person decides. */
async function leaveToPerson(unit: UnitOfWork<ResponderTables>, ticket: Ticket, main: Ticket, why: string) {
  const reason = `ticket:${ticket.id}:merge-held:${main.id}`;
  const notice = {
    ...{ reason, recipients: [recipient('duty_officer', null)], ticketId: ticket.id, origin: ticket.origin },
    ...{ lane: laneOf(ticket.colour), matter: 'rejudge' as const, why: '所属事件合并，主工单承办单位应当回避' },
    text: `${ticket.number} 与 ${main.number} 未自动合并，待人工处理`,
  };
  if ((await notify(unit.tx, [notice], unit.now)) === 0) return null;
  // Who works on the main one may be the one complained of: its entry tells neither why nor which.
  for (const [one, text] of [
    [ticket, `所属事件合并，未自动并入：${why}，待人工处理`],
    [main, '所属事件合并，另有工单未自动并入，待人工处理'],
  ] as const) {
    const after = await patchTicket(unit.tx, one.id, { revision: one.revision + 1 });
    await writeEntry(unit, after, { kind: 'merge-held', text }, [], SYSTEM);
  }
  return null;
}
