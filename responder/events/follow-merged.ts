import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { reconcileClocks } from '../deadlines/reconcile.ts';
import { attachOrders, ordersIn } from '../orders/attach-orders.ts';
import type { Brought, ResponderTables } from '../tables.ts';
import { bringing, intakesOf } from '../tickets/brought.ts';
import { writeEntry } from '../tickets/act.ts';
import { machineRank } from '../tickets/levels.ts';
import {
  accusedUnits,
  lockTicket,
  patchTicket,
  SYSTEM,
  type Ticket,
  type TicketPatch,
  type Tx,
} from '../tickets/ticket.ts';
import { foundEarlier } from './detected.ts';
import { again, askAgain, follow } from './follow-event.ts';
import { ringAccused } from './ring-accused.ts';
import { ringAgain, toldAgain } from './told-again.ts';

/**
 * What a newer picture of a merged matter changes: the ticket it went into goes on for both. Its orders hang there, whom it accuses is kept
 * from there, a graver level runs there provisionally, what no longer fits the judgement is judged again there. The merged one keeps the
 * picture, so that undoing the merge brings back what is known and not what was. `main` is locked.
 */
export async function followMerged(
  unit: UnitOfWork<ResponderTables>,
  main: Ticket,
  merged: Ticket,
  event: EventSnapshot,
  books: ResponderBooks,
): Promise<Date | null> {
  const calls = toldAgain(merged.event, event);
  const { child, told } = await followQuietly(unit, merged, event, books);
  const brought = broughtNow(main, await belowMain(unit.tx, merged, main), merged, child);
  const patch: TicketPatch = bringing(main, brought);
  const accused = accusedUnits(child).filter((id) => !accusedUnits(main).includes(id));
  if (accused.length > 0) {
    patch.admitted_units = main.admitted_units.filter((id) => !accused.includes(id));
    told.push('反映的单位有变化');
  }
  const published = new Date(event.outbreakPublishedAt);
  if (published < main.published_at) patch.published_at = published;
  const found = foundEarlier(main.detected_at, event, unit.now, patch);
  told.push(...(found === null ? [] : [found]), ...(await attachOrders(unit, main, ordersIn(event))));
  if (calls.length > 0) told.push(`又接报 ${calls.length} 次`);
  const rejudge = main.rejudge_due ? null : again(main, event, books, unit.now);
  if (rejudge !== null) {
    Object.assign(patch, { rejudge_due: true, rejudge_why: rejudge });
    told.push(`须重新研判：${rejudge}`);
  }
  if (told.length === 0) return null;
  const after = await patchTicket(unit.tx, main.id, { ...patch, revision: main.revision + 1 });
  const clocks = await reconcileClocks(unit, after, books, SYSTEM);
  const entry = {
    kind: 'event-followed',
    text: `并入本单的 ${merged.number} ${told.join('；')}`,
    payload: { from: merged.id },
  };
  await writeEntry(unit, after, entry, clocks.notes, SYSTEM);
  if (rejudge !== null) await askAgain(unit, after, rejudge);
  if (calls.length > 0) await ringAgain(unit, after, calls);
  if (accused.length > 0) await ringAccused(unit, after, books);
  return clocks.nextFireAt;
}

/** The picture on the merged ticket itself, which is closed: nothing is asked of it. Who told stands there; who works on the main one may not read it. */
async function followQuietly(
  unit: UnitOfWork<ResponderTables>,
  merged: Ticket,
  event: EventSnapshot,
  books: ResponderBooks,
): Promise<{ child: Ticket; told: string[] }> {
  const { registration, registrations = [] } = merged.event;
  const { patch, told, rejudge } = follow(merged, { ...event, registration, registrations }, books, unit.now);
  const { rejudge_due: _due, rejudge_why: _why, ...kept } = patch;
  const child = await patchTicket(unit.tx, merged.id, { ...kept, event: patch.event! });
  return { child, told: rejudge === null ? told : told.slice(0, -1) };
}

/** The ticket that was merged into the main one itself: this one, or one it had been merged into before. */
async function belowMain(tx: Tx, merged: Ticket, main: Ticket): Promise<string> {
  if (merged.merged_into === main.id || merged.merged_into === null) return merged.id;
  return belowMain(tx, await lockTicket(tx, merged.merged_into), main);
}

function broughtNow(main: Ticket, from: string, before: Ticket, child: Ticket): Brought[] {
  const known: Brought = main.brought.find((one) => one.from === from) ?? { from, accused: [], level: null };
  const isGraver = machineRank(child.level_machine) > machineRank(before.level_machine);
  const level = isGraver ? child.level_machine : known.level;
  const accused = [...new Set([...known.accused, ...accusedUnits(child)])];
  // What lies deeper in a chain of merges comes beside what the ticket on top had brought.
  const deeper = from === child.id ? [] : (known.intake ?? []);
  const intake = [
    ...deeper.filter(({ receivedAt }) => receivedAt !== child.detected_at.toISOString()),
    ...intakesOf(child),
  ];
  return [...main.brought.filter((one) => one.from !== from), { from, accused, level, intake }];
}
