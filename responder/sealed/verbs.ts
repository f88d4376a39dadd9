import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, reasonText } from '../tickets/act.ts';
import { readersNow, sealingKey, sealValue, whyNoSeal } from './seal.ts';

const sealInput = z.strictObject({
  ...asideInput,
  /** What it is, without telling it: 来件人联系电话. */
  label: z.string().trim().min(2, '请写明内容名称').max(60),
  value: z.string().min(1, '请填写要封存的内容').max(2000),
});
/** 封存: encrypted before it reaches a row; the timeline and the audit know only the label. */
const seal = defineVerb('seal-value', sealInput, async ({ tx, ticket, input, actor, now, books, keys }) => {
  const orders = await tx
    .selectFrom('responder_attached_orders')
    .select('number')
    .where('ticket_id', '=', ticket.id)
    .execute();
  const denied = whyNoSeal(books.sealing, ticket, orders.length);
  if (denied !== null) throw new AppError('precondition_failed', denied);
  const { keyId, key } = await sealingKey(tx, keys, ticket.id, now);
  const id = uuidv7(now);
  const sealed = sealValue(key, input.value, id);
  await tx
    .insertInto('responder_sealed_values')
    .values({
      ...{ id, ticket_id: ticket.id, key_id: keyId, label: input.label },
      ...{ sealed, by: json(personOf(actor)), at: now },
    })
    .execute();
  return { entry: { text: `封存“${input.label}”` } };
});

const admitInput = z.strictObject({
  ...asideInput,
  actorId: z.string().min(1).max(100),
  /** As the list shows it. */
  name: z.string().trim().min(1).max(60),
  reason: reasonText,
});
/** 准予查阅 for one named person, by somebody of a higher post; nobody admits himself. */
const admit = defineVerb('admit-reader', admitInput, async ({ tx, ticket, input, actor, now }) => {
  if (input.actorId === actor.id) throw new AppError('forbidden', '不得准予本人查阅，须由上一级批准');
  const listed = await readersNow(tx, ticket.id).where('r.actor_id', '=', input.actorId).executeTakeFirst();
  const grant = { name: input.name, reason: input.reason, granted_by: json(personOf(actor)), at: now };
  if (listed === undefined)
    await tx
      .insertInto('responder_sealed_readers')
      .values({ ticket_id: ticket.id, actor_id: input.actorId, ...grant })
      // A row of before the last 销毁 let in to what is gone.
      .onConflict((conflict) => conflict.columns(['ticket_id', 'actor_id']).doUpdateSet(grant))
      .execute();
  return { entry: { text: '准予一人查阅封存内容', reason: input.reason } };
});

const removeInput = z.strictObject({ ...asideInput, actorId: z.string().min(1).max(100), reason: reasonText });
const remove = defineVerb('remove-reader', removeInput, async ({ tx, ticket, input }) => {
  const { numDeletedRows } = await tx
    .deleteFrom('responder_sealed_readers')
    .where('ticket_id', '=', ticket.id)
    .where('actor_id', '=', input.actorId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new AppError('not_found', '该人员不在查阅名单内');
  return { entry: { text: '取消一人查阅封存内容', reason: input.reason } };
});

const destroyInput = z.strictObject({ ...asideInput, reason: reasonText });
/** 销毁 at the end of the matter (突发事件应对法 arts. 84, 85): the key is gone, the cipher text tells nothing, the row is the certificate. */
const destroy = defineVerb('destroy-seals', destroyInput, async ({ tx, ticket, input, actor, now }) => {
  const { numUpdatedRows } = await tx
    .updateTable('responder_sealed_keys')
    .set({ wrapped: null, destroyed_at: now, destroyed_by: json(personOf(actor)), destroyed_why: input.reason })
    .where('ticket_id', '=', ticket.id)
    .where('wrapped', 'is not', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new AppError('precondition_failed', '没有可销毁的封存内容');
  await tx
    .deleteFrom('responder_idempotency_keys')
    .where('ticket_id', '=', ticket.id)
    .where('verb', '=', 'seal-value')
    .execute();
  const values = await tx.deleteFrom('responder_sealed_values').where('ticket_id', '=', ticket.id).executeTakeFirst();
  return { entry: { text: `销毁封存内容 ${values.numDeletedRows} 项，密钥已删除`, reason: input.reason } };
});

export const SEALED_ACTS = {
  'seal-value': seal,
  'admit-reader': admit,
  'remove-reader': remove,
  'destroy-seals': destroy,
} as const;
export const SEALED_INPUTS = {
  'seal-value': sealInput,
  'admit-reader': admitInput,
  'remove-reader': removeInput,
  'destroy-seals': destroyInput,
} as const;
