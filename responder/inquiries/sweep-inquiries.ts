import type { Selectable } from 'kysely';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import { ALL_ORIGINS, FROZEN_MS, type SweepDeps } from '../deadlines/sweep.ts';
import { laneOf, notify, recipient, type Notice } from '../notifications/ledger.ts';
import { writeAside } from '../papers/write-aside.ts';
import type { InquiriesTable, ResponderTables } from '../tables.ts';
import { unitName } from '../tickets/permissions.ts';
import { isOpen } from '../tickets/states.ts';
import { lockTicket, nameOf, SYSTEM, type Ticket } from '../tickets/ticket.ts';
import { spokenTime } from '../tickets/timeline.ts';

type Letter = Selectable<InquiriesTable>;

/** The unit is reminded when a quarter of its time is left (as L-09 has it, our default). */
export const remindAt = (sent: Date, due: Date): Date => new Date(due.getTime() - (due.getTime() - sent.getTime()) / 4);

/**
 * 核实函 not answered: its unit is told before and when it is due, once each, by the number of the letter alone; overdue, the duty desk too. One
 * transaction a letter, so that the ticket is locked before it.
 */
export async function sweepInquiries(deps: SweepDeps, batch = 50): Promise<number> {
  let told = 0;
  while (told < batch && (await deps.transact((unit) => tellNext(unit, deps), { frozenMs: FROZEN_MS }))) told += 1;
  return told;
}

async function tellNext(
  unit: UnitOfWork<ResponderTables>,
  { books, origins = ALL_ORIGINS }: SweepDeps,
): Promise<boolean> {
  const { tx, now } = unit;
  const due = await tx
    .selectFrom('responder_inquiries')
    .select(['id', 'ticket_id'])
    .where('tell_at', '<=', now)
    .where('origin', 'in', [...origins])
    .orderBy('tell_at')
    .limit(1)
    .executeTakeFirst();
  if (due === undefined) return false;
  const ticket = await lockTicket(tx, due.ticket_id);
  const letter = await tx
    .selectFrom('responder_inquiries')
    .selectAll()
    .where('id', '=', due.id)
    .where('tell_at', '<=', now)
    .forUpdate()
    .executeTakeFirst();
  // Another process told it, or it was answered meanwhile.
  if (letter === undefined) return true;
  const late = letter.due_at <= now;
  const goesOn = isOpen(ticket.state) && !late;
  await tx
    .updateTable('responder_inquiries')
    .set({ tell_at: goesOn ? letter.due_at : null })
    .where('id', '=', letter.id)
    .execute();
  if (!isOpen(ticket.state)) return true;
  await notify(tx, late ? [toUnit(letter, ticket, late), toDuty(letter, ticket)] : [toUnit(letter, ticket, late)], now);
  const text = `${unitName(books.units, letter.unit)}逾期未答复核实函${letter.number}（期限${spokenTime(letter.due_at)}）`;
  if (late)
    await writeAside(unit, ticket, { kind: 'inquiry-overdue', text, payload: { inquiryId: letter.id } }, SYSTEM);
  return true;
}

/** No ticket, no event, no title: the unit sees the letter and nothing else. */
const toUnit = (letter: Letter, ticket: Ticket, late: boolean): Notice => ({
  reason: `inquiry:${letter.id}:${late ? 'overdue' : 'soon'}`,
  recipients: [recipient('handler', letter.unit), recipient('unit_head', letter.unit)],
  ...{ origin: letter.origin, lane: laneOf(ticket.colour), matter: 'clock' },
  why: late ? '核实函答复期限已过' : '核实函答复期限将到',
  text: `核实函${letter.number}${late ? '逾期未答复' : '尚未答复'}，期限${spokenTime(letter.due_at)}`,
});

const toDuty = (letter: Letter, ticket: Ticket): Notice => ({
  reason: `inquiry:${letter.id}:escalated`,
  recipients: [recipient('duty_officer', letter.sent_by.unitId), recipient('duty_leader', letter.sent_by.unitId)],
  ...{ ticketId: ticket.id, origin: letter.origin, lane: 'now', why: '被反映单位逾期未答复核实函', matter: 'clock' },
  text: `${nameOf(ticket)}：核实函${letter.number}逾期未答复，请催办或另行核实`,
});
