import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { reconcileClocks } from '../deadlines/reconcile.ts';
import type { ResponderTables } from '../tables.ts';
import { writeEntry } from '../tickets/act.ts';
import { moveOrders } from '../orders/attach-orders.ts';
import { leaveHop } from '../tickets/hops.ts';
import { changedByMerge, takeOverDuty } from '../tickets/owed-answers.ts';
import { patchTicket, SYSTEM, type Ticket } from '../tickets/ticket.ts';
import { openTicketOf } from './find-ticket.ts';

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
    const after = await patchTicket(unit.tx, ticket.id, { event_id: into, revision: ticket.revision + 1 });
    await writeEntry(
      unit,
      after,
      { kind: 'event-merged', text: '所属事件并入另一事件，本单随之转入', payload: { into } },
      [],
      SYSTEM,
    );
    return null;
  }
  await absorb(unit, ticket, main, books);
  return takeOver(unit, main, ticket, books, SYSTEM);
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
    ...(main.occurred_at === null && ticket.occurred_at !== null
      ? { occurred_at: ticket.occurred_at, occurred_source: ticket.occurred_source }
      : {}),
    ...takeOverDuty(main, ticket),
  });
  const clocks = await reconcileClocks(unit, after, books, actor);
  const entry = {
    kind: 'ticket-absorbed',
    text: `工单 ${ticket.number} 并入本单`,
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
