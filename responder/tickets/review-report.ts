import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf } from '../tables.ts';
import { reportWarnings } from '../wording/report-warnings.ts';
import { baseInput, defineVerb, noteText } from './act.ts';

export const reviewInput = z.strictObject({ ...baseInput, approve: z.boolean(), note: noteText });

/** 审核: never by the author; approval binds to the content hash of the report. */
export const reviewReport = defineVerb('review', reviewInput, async ({ tx, ticket, input, now, actor, books }) => {
  const { report } = ticket;
  if (!report) throw new AppError('precondition_failed', '没有可审核的反馈');
  if (report.by.id === actor.id) throw new AppError('precondition_failed', '撰写人不能审核自己的反馈');
  if (!input.approve && !input.note) throw new AppError('invalid_input', '退回修改须写明意见');
  const told = await reportWarnings(tx, ticket, books, now);
  const approval = { hash: report.hash, draftHash: report.draftHash, by: personOf(actor), at: now.toISOString() };
  return input.approve
    ? {
        state: 'reviewed',
        set: { approval: json(approval), reviewed_at: now },
        entry: {
          text: `审核通过${told.length > 0 ? `（提示：${told.join('；')}）` : ''}`,
          payload: { hash: report.hash, note: input.note ?? null, warnings: told },
        },
      }
    : {
        state: 'handling',
        set: { approval: null },
        entry: {
          kind: 'review-rejected',
          text: '审核退回修改',
          reason: input.note ?? null,
          payload: { hash: report.hash },
        },
      };
});
