import { z } from 'zod';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb, reasonText } from '../../tickets/act.ts';
import { spokenTime } from '../../tickets/timeline.ts';
import type { PromiseMove } from '../tables.ts';
import { atPromise, lockPromise, refuseOther, refuseOwnRescue, tellAt } from './a-promise.ts';
import { moment } from '../../tickets/dates.ts';

export const movePromiseInput = z.strictObject({
  ...asideInput,
  ...atPromise,
  until: moment('term', '新的期限'),
  reason: reasonText,
  /** Where the public was told of the new date. */
  proof: z.string().trim().min(2, '请写明已向公众说明的凭据').max(500),
});

/** 承诺改期: the old date stays on the row, with why and where the public was told. */
export const movePromise = defineVerb(
  'move-promise',
  movePromiseInput,
  async ({ tx, ticket, input, actor, now, books }) => {
    const promise = await lockPromise(tx, ticket.id, input);
    refuseOther(promise, actor, ticket, books.units);
    refuseOwnRescue(promise, actor, { ticket, now, units: books.units }, '改期');
    const until = new Date(input.until);
    const move: PromiseMove = {
      ...{ from: promise.due_at.toISOString(), to: until.toISOString(), reason: input.reason, proof: input.proof },
      ...{ by: personOf(actor), at: now.toISOString() },
    };
    await tx
      .updateTable('responder_promises')
      .set({
        ...{ due_at: until, moves: json([...promise.moves, move]), version: promise.version + 1 },
        tell_at: tellAt(until, now, books.wording.promises.warnHours),
      })
      .where('id', '=', promise.id)
      .execute();
    const [from, to] = [spokenTime(promise.due_at), spokenTime(until)];
    return {
      entry: {
        text: `承诺改期：${promise.text}，由${from}改为${to}`,
        reason: input.reason,
        payload: { promiseId: promise.id, proof: input.proof },
      },
    };
  },
);
