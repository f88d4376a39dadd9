import type { Selectable, Transaction, Updateable } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { ClocksTable, ResponderTables, TicketsTable } from '../tables.ts';

export type Ticket = Selectable<TicketsTable>;
export type TicketPatch = Updateable<TicketsTable>;
export type Clock = Selectable<ClocksTable>;
export type Tx = Transaction<ResponderTables>;

export const SYSTEM: Actor = { id: 'system', name: '系统', unitId: null, roles: [] };

/** What tells whom a ticket accuses. */
export type Accusing = Pick<Ticket, 'event' | 'brought' | 'admitted_units'>;

/** Ids of units the texts blame, those of tickets merged into it too. */
export const blamedUnits = ({ event, brought }: Pick<Accusing, 'event' | 'brought'>): string[] => [
  ...new Set([
    ...event.accused.flatMap(({ id }) => (id === null ? [] : [id])),
    ...brought.flatMap(({ accused }) => accused),
  ]),
];

/** As blamedUnits, without those two persons have let take part; they never handle or see this ticket. */
export const accusedUnits = (ticket: Accusing): string[] =>
  blamedUnits(ticket).filter((id) => !ticket.admitted_units.includes(id));

/** How a message names it: number and title. */
export const nameOf = (ticket: Pick<Ticket, 'number' | 'title'>): string => `${ticket.number}《${ticket.title}》`;

/** The row, locked until the end of the transaction: two verbs at once go one after the other. */
export async function lockTicket(tx: Tx, id: string): Promise<Ticket> {
  const row = await tx.selectFrom('responder_tickets').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

/** The same answer for "is not there" and "not yours to see". */
export const notFound = (): AppError => new AppError('not_found', '没有这个工单，或您无权查看');

/** @returns the row after the patch. */
export async function patchTicket(tx: Tx, id: string, patch: TicketPatch): Promise<Ticket> {
  return tx.updateTable('responder_tickets').set(patch).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}
