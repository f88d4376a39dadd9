import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { owedAtOnce } from '../deadlines/applies.ts';
import { factsOf } from '../deadlines/ticket-facts.ts';
import { notify, recipient } from '../notifications/ledger.ts';
import type { ResponderTables } from '../tables.ts';
import { setLevel } from '../tickets/levels.ts';
import { isOpen } from '../tickets/states.ts';
import type { Ticket } from '../tickets/ticket.ts';

/**
 * N-07, N-08: from the moment a matter is red or a person has set Ⅰ/Ⅱ it has to be reported upward at once, beside whatever handling goes on.
 * The duty is written down once, with that moment and its rules, and the lead bodies are told; it does not go away when the matter calms down.
 */
export async function oweReportUpward(
  { tx, now }: Pick<UnitOfWork<ResponderTables>, 'tx' | 'now'>,
  ticket: Ticket,
  books: ResponderBooks,
): Promise<void> {
  if (!isOpen(ticket.state) || ticket.merged_into !== null) return;
  const rules = owedAtOnce(books.clocks, factsOf(ticket, null));
  if (rules.length === 0) return;
  const why = rules.map(({ title }) => title).join('；');
  const fresh = await tx
    .insertInto('responder_upward_duties')
    .values({ ticket_id: ticket.id, origin: ticket.origin, rules: rules.map(({ id }) => id), why, since: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('ticket_id')
    .executeTakeFirst();
  if (!fresh) return;
  // What rests on a machine's estimate pages the duty officer alone: nobody is woken by what no person has looked at.
  const byPerson = ticket.judged_by !== null || setLevel(ticket) !== null;
  const posts = byPerson ? (['duty_officer', 'duty_leader'] as const) : (['duty_officer'] as const);
  const notice = {
    reason: `ticket:${ticket.id}:report-up`,
    recipients: posts.map((role) => recipient(role, ticket.owner_unit)),
    ...{ ticketId: ticket.id, origin: ticket.origin, lane: 'now' as const, matter: 'report_up' as const },
    ...{ why, text: `${ticket.number} 须立即向上级报告，与处置同步进行`, urgent: true },
  };
  await notify(tx, [notice], now);
}
