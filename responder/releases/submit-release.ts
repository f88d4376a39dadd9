import { z } from 'zod';
import { limitAmount } from '../../config/schema/clocks-check.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { asideInput, defineVerb, reasonText } from '../tickets/act.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { atVersion } from './edit-release.ts';
import { ruleOf } from './gate-checks.ts';
import { lockDraft, lockPaper, refuseUnless } from './paper.ts';

export const submitReleaseInput = z.strictObject({ ...asideInput, ...atVersion });

/** 送审. From now on somebody is waited for; who lets it lie is told of. */
export const submitRelease = defineVerb(
  'submit-release',
  submitReleaseInput,
  async ({ tx, ticket, input, now, books }) => {
    const paper = await lockPaper(tx, ticket.id, input);
    const { draft, content, signatures } = paper;
    refuseUnless(draft, 'drafting');
    if (signatures.some(({ approve }) => !approve))
      throw new AppError('precondition_failed', '该版审核未通过，须修改后重新送审');
    const rule = ruleOf(books.releases, ticket, paper);
    const due = new Date(now.getTime() + limitAmount(rule.within) * 60_000);
    await tx
      .updateTable('responder_release_drafts')
      .set({ state: 'submitted', submitted_at: now, approval_due: due, approval_told_at: null })
      .where('id', '=', draft.id)
      .execute();
    return {
      entry: {
        text: `发布稿《${content.title}》第${content.version}版送审，应于${spokenTime(due)}前审结`,
        payload: { draftId: draft.id, version: content.version, hash: content.hash, rule: rule.id },
      },
    };
  },
);

export const dropReleaseInput = z.strictObject({ ...asideInput, draftId: z.uuid(), reason: reasonText });

/** 撤回发布稿 before anything was published. It stays in the record. */
export const dropRelease = defineVerb('drop-release', dropReleaseInput, async ({ tx, ticket, input }) => {
  const draft = await lockDraft(tx, ticket.id, input.draftId);
  refuseUnless(draft, 'drafting', 'submitted');
  await tx
    .updateTable('responder_release_drafts')
    .set({ state: 'dropped', dropped_why: input.reason, approval_due: null })
    .where('id', '=', draft.id)
    .execute();
  return {
    entry: { text: '发布前撤回发布稿', reason: input.reason, payload: { draftId: draft.id, version: draft.version } },
  };
});
