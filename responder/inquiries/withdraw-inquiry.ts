import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { asideInput, defineVerb, reasonText } from '../tickets/act.ts';

export const withdrawInquiryInput = z.strictObject({
  ...asideInput,
  inquiryId: z.uuid(),
  version: z.number().int().positive(),
  reason: reasonText,
});

/** 撤回核实函 that has not been answered. */
export const withdrawInquiry = defineVerb('withdraw-inquiry', withdrawInquiryInput, async ({ ticket, input, tx }) => {
  const row = await tx
    .selectFrom('responder_inquiries')
    .select(['number', 'state', 'version'])
    .where('id', '=', input.inquiryId)
    .where('ticket_id', '=', ticket.id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', '没有这份核实函');
  if (row.version !== input.version || row.state !== 'sent')
    throw new AppError('conflict', row.state === 'answered' ? '对方已答复，不能撤回' : '核实函已有变化，请刷新后再办');
  await tx
    .updateTable('responder_inquiries')
    .set({ state: 'withdrawn', withdrawn_why: input.reason, version: row.version + 1, tell_at: null })
    .where('id', '=', input.inquiryId)
    .execute();
  return { entry: { text: `撤回核实函${row.number}`, reason: input.reason, payload: { inquiryId: input.inquiryId } } };
});
