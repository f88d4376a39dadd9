import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { asideInput, defineVerb } from '../tickets/act.ts';
import { dispatchOf } from './confirm-channel.ts';
import { refuseForeignProofs } from './proof-files.ts';
import { proof } from './record-release.ts';
import { CALLED_BACK, recordTakenDown } from './withdrawal.ts';

export const confirmTakedownInput = z.strictObject({
  ...asideInput,
  dispatchId: z.uuid(),
  /** That it is gone. */
  proofs: z.array(proof).max(50).min(1, '须附撤下后的证明'),
});

/** 登记已撤下: by hand, where the system of the channel has not answered or has refused. */
export const confirmTakedown = defineVerb('confirm-takedown', confirmTakedownInput, async (context) => {
  const { tx, input, now, books } = context;
  const dispatch = await dispatchOf(context, input.dispatchId);
  if (!CALLED_BACK.includes(dispatch.state)) throw new AppError('precondition_failed', '该渠道没有待办的撤回');
  await refuseForeignProofs(context, input.proofs);
  await recordTakenDown(tx, dispatch, input.proofs, now);
  const title = books.releases.channels.find(({ id }) => id === dispatch.channel)?.title ?? dispatch.channel;
  return {
    entry: { text: `人工确认已在${title}撤下`, payload: { dispatchId: dispatch.id, releaseId: dispatch.release_id } },
  };
});
