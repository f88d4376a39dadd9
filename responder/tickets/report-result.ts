import { createHash } from 'node:crypto';
import { z } from 'zod';
import { json, personOf, type Report } from '../tables.ts';
import { baseInput, defineVerb } from './act.ts';
import { keepReportFiles, reportFiles } from './report-files.ts';
import { endTurn, firstReviewer, openTurn } from './review-turns.ts';

export const reportInput = z.strictObject({
  ...baseInput,
  facts: z.string().trim().min(1, '请写明核实的事实').max(5000),
  measures: z.string().trim().min(1, '请写明采取的措施').max(5000),
  result: z.string().trim().max(5000).optional(),
  /** Wording proposed for publication. */
  draft: z.string().trim().max(20_000).optional(),
  /** Pictures uploaded before, by their number. */
  attachments: z.array(z.uuid('请先上传附件')).max(9, '附件最多9件').default([]),
});

export const contentHash = (...texts: (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(texts)).digest('hex');

/** 反馈. A new report takes away the approval of the one before: approval binds to the text. The unit directly above reviews first. */
export const reportResult = defineVerb('report', reportInput, async (context) => {
  const { tx, ticket, input, now, actor } = context;
  const reviewUnit = firstReviewer(ticket);
  await endTurn(tx, ticket.id, 'ended', now);
  if (reviewUnit !== null) await openTurn(tx, ticket, reviewUnit, now);
  const attachments = await reportFiles(context, input.attachments);
  const draft = input.draft ?? null;
  const result = input.result ?? null;
  const report: Report = {
    facts: input.facts,
    measures: input.measures,
    result,
    draft,
    hash: contentHash(input.facts, input.measures, result, draft, ...attachments.map(({ sha256 }) => sha256)),
    attachments,
    draftHash: draft === null ? null : contentHash(draft),
    by: personOf(actor),
    at: now.toISOString(),
  };
  await keepReportFiles(context, report.hash, attachments);
  const withFiles = attachments.length === 0 ? '' : `（附件${attachments.length}件）`;
  return {
    set: { report: json(report), approval: null, reported_at: now, review_unit: reviewUnit },
    entry: { text: `反馈办理情况${withFiles}`, payload: { ...report } },
  };
});
