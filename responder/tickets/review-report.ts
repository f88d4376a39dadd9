import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf, type Report } from '../tables.ts';
import { reportWarnings } from '../wording/report-warnings.ts';
import { baseInput, defineVerb, noteText, type VerbContext, type VerbEffect } from './act.ts';
import { unitName } from './permissions.ts';
import { endTurn, openTurn, reviewer, reviewerAbove, reviewerBelow } from './review-turns.ts';

export const reviewInput = z.strictObject({ ...baseInput, approve: z.boolean(), note: noteText });
type Context = VerbContext<z.output<typeof reviewInput>>;

/**
 * 审核: never by the author; approval binds to the content hash of the report. What was passed down several times is reviewed by each unit it came
 * through, one after the other upward; only the uppermost approves, and a return goes back one level. The coordinating office may stand in for the
 * unit whose turn it is.
 */
export const reviewReport = defineVerb('review', reviewInput, async (context) => {
  const { ticket, input, actor } = context;
  const { report } = ticket;
  if (!report) throw new AppError('precondition_failed', '没有可审核的反馈');
  if (report.by.id === actor.id) throw new AppError('precondition_failed', '撰写人不能审核自己的反馈');
  if (!input.approve && !input.note) throw new AppError('invalid_input', '退回修改须写明意见');
  return input.approve ? approve(context, report) : sendBack(context, report);
});

async function approve({ tx, ticket, input, now, actor, books }: Context, report: Report): Promise<VerbEffect> {
  const told = await reportWarnings(tx, ticket, books, now);
  const hint = told.length > 0 ? `（提示：${told.join('；')}）` : '';
  const above = reviewerAbove(ticket);
  await endTurn(tx, ticket.id, 'passed', now);
  const payload = { hash: report.hash, note: input.note ?? null, warnings: told, turn: reviewer(ticket) };
  // Whoever sent it back is answered; his opinion stays in the timeline.
  const { sentBack: _answered, ...cleared } = report;
  if (above !== null) {
    await openTurn(tx, ticket, above, now);
    const passed = `${unitName(books.units, reviewer(ticket))}审核通过，报${unitName(books.units, above)}审核`;
    return {
      stay: true,
      set: { report: json(cleared), review_unit: above },
      entry: { kind: 'review-passed-up', text: `${passed}${hint}`, payload: { ...payload, above } },
    };
  }
  const approval = { hash: report.hash, draftHash: report.draftHash, by: personOf(actor), at: now.toISOString() };
  return {
    state: 'reviewed',
    set: { report: json(cleared), approval: json(approval), reviewed_at: now, review_unit: null },
    entry: { text: `审核通过${hint}`, payload },
  };
}

async function sendBack({ tx, ticket, input, now, actor, books }: Context, report: Report): Promise<VerbEffect> {
  const below = reviewerBelow(ticket);
  await endTurn(tx, ticket.id, 'returned', now);
  const entry = { kind: 'review-rejected', reason: input.note ?? null };
  const payload = { hash: report.hash, turn: reviewer(ticket) };
  const sentBack = { reason: input.note ?? '', by: personOf(actor), at: now.toISOString() };
  const told = { report: json({ ...report, sentBack }) };
  if (below !== null) {
    await openTurn(tx, ticket, below, now);
    return {
      stay: true,
      set: { ...told, review_unit: below },
      entry: { ...entry, text: `审核退回${unitName(books.units, below)}重新审核`, payload: { ...payload, below } },
    };
  }
  return {
    state: 'handling',
    set: { ...told, approval: null, review_unit: null },
    entry: { ...entry, text: '审核退回修改', payload },
  };
}
