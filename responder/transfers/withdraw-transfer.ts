import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { asideInput, defineVerb, reasonText } from '../tickets/act.ts';
import { lockTransfer } from './transfer.ts';

export const withdrawTransferInput = z.strictObject({
  ...asideInput,
  transferId: z.uuid(),
  version: z.number().int().positive(),
  reason: reasonText,
});

/** 撤回 a paper nobody has answered yet; its number stays used. */
export const withdrawTransfer = defineVerb(
  'withdraw-transfer',
  withdrawTransferInput,
  async ({ ticket, input, tx }) => {
    const row = await lockTransfer(tx, ticket.id, input.transferId, input.version);
    if (row.state === 'answered' || row.state === 'receipted')
      throw new AppError('precondition_failed', `${row.number} 对方已答复，不能撤回`);
    await tx
      .updateTable('responder_transfers')
      .set({ state: 'withdrawn', withdrawn_why: input.reason, version: row.version + 1 })
      .where('id', '=', row.id)
      .execute();
    return { entry: { text: `撤回${row.number}`, reason: input.reason, payload: { transferId: row.id } } };
  },
);
