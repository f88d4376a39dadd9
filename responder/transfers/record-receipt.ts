import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf, type Receipt } from '../tables.ts';
import { asideInput, defineVerb, noteText } from '../tickets/act.ts';
import { unitName } from '../tickets/permissions.ts';
import { lockTransfer, refuseIdentity } from './transfer.ts';
import { moment } from '../tickets/dates.ts';

export const recordReceiptInput = z.strictObject({
  ...asideInput,
  transferId: z.uuid(),
  version: z.number().int().positive(),
  /** Number of the receipt as the other body gave it. */
  number: z.string().trim().min(1).max(100),
  at: moment('since', '回执时间'),
  /** Post that received it; no name of a person. */
  post: z.string().trim().min(2).max(50),
  accepted: z.boolean(),
  note: noteText,
});

/** 登记回执 of a 移送单: taken, or sent back with the reason. */
export const recordReceipt = defineVerb(
  'record-receipt',
  recordReceiptInput,
  async ({ ticket, input, tx, now, actor, books }) => {
    const row = await lockTransfer(tx, ticket.id, input.transferId, input.version);
    if (row.kind !== 'hand_over') throw new AppError('precondition_failed', '抄告单由对方单位自行反馈');
    if (row.receipt !== null) throw new AppError('conflict', `${row.number} 已登记回执`);
    const at = new Date(input.at);
    if (at > now || at < row.sent_at) throw new AppError('precondition_failed', '回执时间须在移送之后、现在之前');
    if (!input.accepted && !input.note) throw new AppError('precondition_failed', '未受理的须写明对方理由');
    refuseIdentity(input.post, input.note ?? '');
    const receipt: Receipt = {
      ...{ number: input.number, at: input.at, post: input.post, accepted: input.accepted },
      ...{ note: input.note ?? null, by: personOf(actor) },
    };
    await tx
      .updateTable('responder_transfers')
      .set({ state: 'receipted', receipt: json(receipt), version: row.version + 1 })
      .where('id', '=', row.id)
      .execute();
    return {
      entry: {
        text: `${unitName(books.units, row.to_unit)}回执：${row.number}${input.accepted ? '已受理' : '未受理'}（${input.number}）`,
        at,
        reason: input.note ?? null,
        payload: { transferId: row.id, accepted: input.accepted, receipt: input.number },
      },
    };
  },
);
