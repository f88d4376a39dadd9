import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import { atPromise, lockPromise, refuseOther, refuseOwnRescue } from './a-promise.ts';
import { moment } from '../../tickets/dates.ts';

export const keepPromiseInput = z.strictObject({
  ...asideInput,
  ...atPromise,
  at: moment('since', '兑现时间'),
  /** Link, paper or photo that shows it. */
  proof: z.string().trim().min(2, '请写明凭据').max(500),
});

/** 登记承诺兑现, with proof. Kept after its due time it stays late; that it was kept in time after all only the lead body says then. */
export const keepPromise = defineVerb(
  'keep-promise',
  keepPromiseInput,
  async ({ tx, ticket, input, actor, now, books }) => {
    const promise = await lockPromise(tx, ticket.id, input);
    refuseOther(promise, actor, ticket, books.units);
    const at = new Date(input.at);
    if (at <= promise.due_at) refuseOwnRescue(promise, actor, { ticket, now, units: books.units }, '补登记按期兑现');
    if (at < ticket.published_at) throw new AppError('precondition_failed', '兑现时间不能早于本事项的首条公开信息');
    await tx
      .updateTable('responder_promises')
      .set({
        ...{ state: 'kept', kept_at: at, proof: input.proof, tell_at: null, version: promise.version + 1 },
        settled_by: json(personOf(actor)),
      })
      .where('id', '=', promise.id)
      .execute();
    const late = at > promise.due_at ? '逾期兑现' : '兑现';
    return {
      entry: { text: `承诺${late}：${promise.text}`, at, payload: { promiseId: promise.id, proof: input.proof } },
    };
  },
);
