import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import type { ResponderTables } from '../tables.ts';
import { writeEntry } from '../tickets/act.ts';
import type { ResponderBooks } from '../books.ts';
import { barredAtWork } from './ring-accused.ts';
import { nameOf, patchTicket, SYSTEM, type Ticket } from '../tickets/ticket.ts';

export type Told = NonNullable<EventSnapshot['registrations']>[number];

const BY: Record<Told['toldVia'], string> = {
  ...{
    phone: '电话',
    superior: '上级通知',
    unit: '部门报告',
    media: '媒体问询',
    patrol: '巡查发现',
    other: '其他途径',
  },
};

/**
 * Registrations by hand that the ticket's own picture did not hold yet. A picture of before they were listed held all that were told no later
 * than its first.
 */
export function toldAgain(before: Pick<EventSnapshot, 'registration' | 'registrations'>, event: EventSnapshot): Told[] {
  const known = new Set(before.registrations?.map(({ mentionId }) => mentionId));
  const since = before.registrations === undefined ? (before.registration?.toldAt ?? null) : null;
  return (event.registrations ?? []).filter(
    ({ mentionId, toldAt }) => !known.has(mentionId) && (since === null || new Date(toldAt) > new Date(since)),
  );
}

/** Chinese, for a timeline: who told, and by which way; never a citizen's name (see `toldBy`). */
export const tellingOf = (told: readonly Told[]): string =>
  told.map(({ toldBy, toldVia }) => `${toldBy}（${BY[toldVia]}）`).join('、');

/** The duty desk and the unit at work hear of every call, also where nothing in the picture changed. */
export async function ringAgain(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  told: readonly Told[],
): Promise<void> {
  const notice = {
    // Once a matter, however many parts were split off: the ledger rings nobody twice for one reason.
    reason: `event:${ticket.event_id}:told:${told.at(-1)!.mentionId}`,
    recipients: [
      recipient('duty_officer', null),
      ...(ticket.lead_unit === null ? [] : [recipient('duty_officer', ticket.lead_unit)]),
    ],
    ...{ ticketId: ticket.id, eventId: ticket.event_id, origin: ticket.origin, lane: laneOf(ticket.colour_machine) },
    ...{ matter: 'told' as const, why: '同一事项又有人工登记', text: `${nameOf(ticket)}又接报${times(told)}` },
  };
  await notify(unit.tx, [notice], unit.now);
}

/**
 * What came in after the closing got a ticket of its own; whoever reads the old one finds it, unless he is the one complained of now.
 * @param came Chinese, from `cameSince`
 */
export async function noteOnOld(
  unit: UnitOfWork<ResponderTables>,
  old: Ticket,
  next: Ticket,
  { came, books }: { came: readonly string[]; books: ResponderBooks },
): Promise<void> {
  const readers = { ...old, event: next.event };
  if (came.length === 0 || barredAtWork(readers, books).length > 0) return;
  const after = await patchTicket(unit.tx, old.id, { revision: old.revision + 1 });
  const text = `办结后${came.join('；')}，另立工单 ${next.number}`;
  await writeEntry(unit, after, { kind: 'event-followed', text }, [], SYSTEM);
}

const times = (told: readonly Told[]): string => ` ${told.length} 次`;
