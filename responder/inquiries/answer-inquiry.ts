import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { laneOf, notify, recipient, type Notice } from '../notifications/ledger.ts';
import { writeAside } from '../papers/write-aside.ts';
import { json, personOf } from '../tables.ts';
import { parseInput, type VerbDeps } from '../tickets/act.ts';
import { unitName, whyForeign } from '../tickets/permissions.ts';
import { lockTicket, nameOf, type Ticket } from '../tickets/ticket.ts';
import { isUnitStaff } from '../papers/unit-staff.ts';

export const answerInquiryInput = z.strictObject({
  version: z.number().int().positive(),
  answer: z.string().trim().min(5, '请写明答复').max(5000),
});
export type AnswerInquiryInput = z.input<typeof answerInquiryInput>;

/** 答复核实函 by the unit it was sent to, which sees the letter and not the ticket. @throws AppError not_found, forbidden, conflict. */
export async function answerInquiry(deps: VerbDeps, id: string, raw: AnswerInquiryInput, actor: Actor): Promise<void> {
  const input = parseInput(answerInquiryInput, raw);
  await deps.transact(async (unit) => {
    const { tx, now } = unit;
    const letter = await tx.selectFrom('responder_inquiries').selectAll().where('id', '=', id).executeTakeFirst();
    if (!letter || !isUnitStaff(actor, letter.unit)) throw new AppError('not_found', '没有这份核实函');
    const foreign = whyForeign(actor, letter.origin);
    if (foreign !== null) throw new AppError('forbidden', foreign);
    const ticket = await lockTicket(tx, letter.ticket_id);
    const done = await tx
      .updateTable('responder_inquiries')
      .set({
        ...{ state: 'answered', answer: input.answer, answered_at: now, answered_by: json(personOf(actor)) },
        ...{ version: input.version + 1, tell_at: null },
      })
      .where('id', '=', id)
      .where('version', '=', input.version)
      .where('state', '=', 'sent')
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) throw new AppError('conflict', '核实函已答复或已撤回，请刷新后再看');
    const late = now > letter.due_at ? '（逾期）' : '';
    const text = `${unitName(deps.books.units, letter.unit)}答复核实函${letter.number}${late}`;
    await writeAside(unit, ticket, { kind: 'inquiry-answered', text, payload: { inquiryId: id } }, actor);
    await notify(tx, [noticeOf(id, ticket, text)], now);
  });
}

/** To be read in this shift, whatever the colour. */
const noticeOf = (id: string, ticket: Ticket, text: string): Notice => ({
  ...{ reason: `inquiry:${id}:answered`, recipients: [recipient('duty_officer', null)], ticketId: ticket.id },
  ...{ origin: ticket.origin, lane: laneOf(ticket.colour) === 'now' ? 'now' : 'shift' },
  ...{ why: '核实函已答复', matter: 'clock', text: `${nameOf(ticket)}：${text}` },
});
