import { z } from 'zod';
import type { TransfersBook } from '../../config/schema/transfers.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { takePaperNumber } from '../papers/paper-number.ts';
import { basisOn, isUnverified } from './bases.ts';
import { json, personOf, type TransferBasis } from '../tables.ts';
import { asideInput, defineVerb } from '../tickets/act.ts';
import { unitName, type Units } from '../tickets/permissions.ts';
import { paperText, refuseIdentity } from './transfer.ts';

export const handOverInput = z.strictObject({
  ...asideInput,
  to: z.string().min(1),
  /** Row of transfers.yaml. */
  basis: z.string().min(1),
  ...paperText,
});

/** The basis as it stands on the paper. @throws AppError precondition_failed: not a body matters are handed to, or not on this basis. */
export function basisFor(book: TransfersBook, units: Units, to: string, basis: string): TransferBasis {
  const receiver = book.receivers.find((row) => row.unit === to);
  if (!receiver)
    throw new AppError(
      'precondition_failed',
      `移送只能向${book.receivers.map((row) => unitName(units, row.unit)).join('、')}；其他单位请用抄告或交办`,
    );
  const row = book.bases.find(({ id }) => id === basis);
  if (!row || !receiver.bases.includes(basis))
    throw new AppError('precondition_failed', `向${unitName(units, to)}移送须选定其适用的依据`);
  const { id, title, doc } = basisOn(row);
  return { id, title, doc };
}

/** 移送单 to 公安 / 信访 / 网信 on a legal basis of the closed list. It tells what was said and where, never who said it. */
export const handOver = defineVerb('hand-over', handOverInput, async ({ ticket, input, tx, now, actor, books }) => {
  const basis = basisFor(books.transfers, books.units, input.to, input.basis);
  refuseIdentity(input.subject, input.body);
  const number = await takePaperNumber(tx, 'hand_over', ticket, now);
  const id = uuidv7(now);
  await tx
    .insertInto('responder_transfers')
    .values({
      ...{
        id,
        ticket_id: ticket.id,
        origin: ticket.origin,
        jurisdiction: ticket.jurisdiction,
        kind: 'hand_over',
        number,
      },
      ...{ to_unit: input.to, needs_feedback: true, subject: input.subject, body: input.body, basis: json(basis) },
      ...{ due_at: null, sent_at: now, sent_by: json(personOf(actor)) },
    })
    .execute();
  return {
    entry: {
      text: `移送${unitName(books.units, input.to)}（${number}），依据：${basis.doc}${isUnverified(basis.id, books.transfers) ? '（依据待核）' : ''}`,
      payload: { transferId: id, number, to: input.to, basis: basis.id },
    },
  };
});
