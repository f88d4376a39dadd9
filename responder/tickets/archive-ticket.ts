import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { baseInput, defineVerb, noteText, reasonText } from './act.ts';
import { archiving } from './archiving.ts';
import { spokenTime } from './timeline.ts';

export const archiveInput = z.strictObject({
  ...baseInput,
  note: noteText,
  /** Before the observation is over: why it is put away all the same. */
  early: reasonText.optional(),
});

/** 归档: nothing is put away while something of it is owed, nor unwatched without a reason; an archived ticket takes no more acts. */
export const archiveTicket = defineVerb('archive', archiveInput, async ({ tx, ticket, input, now, books }) => {
  const { gaps, observedUntil } = await archiving({ db: tx, books }, ticket, now);
  if (gaps.length > 0)
    throw new AppError('precondition_failed', `尚有未了事项，不能归档：${gaps.join('、')}`, { gaps });
  if (observedUntil !== null && input.early === undefined)
    throw new AppError(
      'precondition_failed',
      `观察期至${spokenTime(observedUntil)}，尚未满；确须提前归档的，请写明理由`,
    );
  const early = observedUntil === null ? null : input.early;
  return {
    set: { archived_at: now },
    entry: {
      text: observedUntil === null ? '归档' : `归档（观察期至${spokenTime(observedUntil)}，未满）`,
      reason: early ?? null,
      payload: input.note ? { note: input.note } : {},
    },
  };
});
