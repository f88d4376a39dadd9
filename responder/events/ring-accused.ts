import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import type { ResponderTables } from '../tables.ts';
import { isBarred } from '../tickets/refuse-barred.ts';
import { nameOf, type Ticket } from '../tickets/ticket.ts';

/** Units at work on a ticket that its texts accuse, or that stand under an accused one, and that nobody admitted. */
export const barredAtWork = (ticket: Ticket, books: ResponderBooks): string[] =>
  [ticket.lead_unit, ...ticket.co_units, ...ticket.via_units].filter(
    (id): id is string => id !== null && isBarred(ticket, id, books),
  );

/** Who works on the matter has come to be complained of: he reads nothing of it any more, and a person must give it to somebody else. */
export async function ringAccused(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  books: ResponderBooks,
): Promise<void> {
  if (barredAtWork(ticket, books).length === 0) return;
  const notice = {
    ...{ reason: `ticket:${ticket.id}:accused:${ticket.revision}`, recipients: [recipient('duty_officer', null)] },
    ...{ ticketId: ticket.id, origin: ticket.origin, lane: laneOf(ticket.colour), matter: 'rejudge' as const },
    ...{ why: '新的信息反映本单承办单位，该单位应当回避', text: `${nameOf(ticket)}承办单位须回避，请改派` },
  };
  await notify(unit.tx, [notice], unit.now);
}
