import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb } from '../tickets/act.ts';
import { isBarred } from '../tickets/refuse-barred.ts';
import { unitName } from '../tickets/permissions.ts';

const why = z.string().trim().min(10, '请具体写明理由（不少于10字）').max(1000);
export const proposeAdmissionInput = z.strictObject({ ...asideInput, unit: z.string().min(1), reason: why });
export const confirmAdmissionInput = z.strictObject({ ...asideInput, overrideId: z.uuid(), reason: why });

/** 提请解除回避: an accused unit must take part after all; nothing changes until a second person of a lead body agrees. */
export const proposeAdmission = defineVerb('propose-admission', proposeAdmissionInput, async (context) => {
  const { ticket, input, tx, now, actor, books } = context;
  if (!isBarred(ticket, input.unit, books)) throw new AppError('precondition_failed', '该单位无须回避');
  const inserted = await tx
    .insertInto('responder_recusal_overrides')
    .values({
      ...{ id: uuidv7(now), ticket_id: ticket.id, origin: ticket.origin, unit: input.unit, reason: input.reason },
      ...{ proposed_at: now, proposed_by: json(personOf(actor)) },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) throw new AppError('conflict', '已提请解除该单位的回避');
  return {
    entry: {
      text: `提请解除${unitName(books.units, input.unit)}的回避，待第二人同意`,
      reason: input.reason,
      payload: { unit: input.unit },
    },
  };
});

/** 同意解除回避, by another person of a lead body: from now on it may be given the matter and see it. */
export const confirmAdmission = defineVerb('confirm-admission', confirmAdmissionInput, async (context) => {
  const { ticket, input, tx, now, actor, books } = context;
  const row = await tx
    .selectFrom('responder_recusal_overrides')
    .selectAll()
    .where('id', '=', input.overrideId)
    .where('ticket_id', '=', ticket.id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', '没有这项提请');
  if (row.confirmed_at !== null) throw new AppError('conflict', '已同意');
  if (row.proposed_by.id === actor.id) throw new AppError('precondition_failed', '须由提请人以外的第二人同意');
  await tx
    .updateTable('responder_recusal_overrides')
    .set({ confirmed_at: now, confirmed_by: json(personOf(actor)), confirm_reason: input.reason })
    .where('id', '=', row.id)
    .execute();
  return {
    set: { admitted_units: [...new Set([...ticket.admitted_units, row.unit])] },
    entry: {
      text: `解除${unitName(books.units, row.unit)}的回避（${row.proposed_by.name}提请，${actor.name}同意）`,
      reason: input.reason,
      payload: { unit: row.unit, proposedBy: row.proposed_by, proposedWhy: row.reason },
    },
  };
});
