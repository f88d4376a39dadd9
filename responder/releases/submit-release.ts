import { sql } from 'kysely';
import { z } from 'zod';
import { limitAmount } from '../../config/schema/clocks-check.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Tx } from '../tickets/ticket.ts';
import { asideInput, defineVerb, reasonText } from '../tickets/act.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { atVersion } from './edit-release.ts';
import { gateOf, isFaultOfText, type GateLine } from './gate.ts';
import { ruleOf } from './gate-checks.ts';
import { lockPaper, refuseOtherUnit, refuseUnless } from './paper.ts';

export const submitReleaseInput = z.strictObject({
  ...asideInput,
  ...atVersion,
  /** Why it goes to those who sign although the list finds something wrong with the text; they read it. */
  explanation: reasonText.optional(),
});

/** 送审. From now on somebody is waited for; who lets it lie is told of. Figures other than the sheet's go to nobody: none may sign them. */
export const submitRelease = defineVerb(
  'submit-release',
  submitReleaseInput,
  async ({ tx, ticket, input, actor, now, books }) => {
    const paper = await lockPaper(tx, ticket.id, input);
    const { draft, content, signatures } = paper;
    await refuseUnless(tx, draft, 'drafting');
    refuseOtherUnit(draft, actor, ticket, books.units);
    if (signatures.some(({ approve }) => !approve))
      throw new AppError('precondition_failed', '该版审核未通过，须修改后重新送审');
    const faults = (await gateOf({ db: tx, ticket, paper, books, now })).filter(isFaultOfText);
    refuseFaults(faults, input.explanation);
    const rule = ruleOf(books.releases, ticket, paper);
    const due = new Date(now.getTime() + limitAmount(rule.within) * 60_000);
    await tx
      .updateTable('responder_release_drafts')
      .set({ state: 'submitted', submitted_at: now, approval_due: due, approval_told_at: null })
      .where('id', '=', draft.id)
      .execute();
    return {
      entry: {
        text: `发布稿《${content.title}》第${content.version}版送审，应于${spokenTime(due)}前审结${faults.length === 0 ? '' : `（审查未通过：${faults.map(({ title }) => title).join('、')}）`}`,
        reason: faults.length === 0 ? null : (input.explanation ?? null),
        payload: { draftId: draft.id, version: content.version, hash: content.hash, rule: rule.id },
      },
    };
  },
);

/** @throws AppError precondition_failed: figures nobody may sign, or a fault of the text nobody gives a reason for */
function refuseFaults(faults: readonly GateLine[], explanation: string | undefined): void {
  const barred = faults.filter(({ unsignable }) => unsignable);
  const open = barred.length > 0 ? barred : explanation === undefined ? faults : [];
  if (open.length === 0) return;
  const gaps = open.map(({ title, why }) => `${title}：${why}`);
  const rule = barred.length > 0 ? '不得送审，请先修改' : '审查未通过，请修改；仍要送审的须写明理由';
  throw new AppError('precondition_failed', `${rule}。${gaps.join('；')}`, { gaps });
}

export const dropReleaseInput = z.strictObject({
  ...asideInput,
  ...atVersion,
  reason: reasonText,
  /** Who looked, when and how, and found that it does not stand outside; owed where a push was tried and its answer may be lost. */
  checked: z.string().trim().min(5).max(500).optional(),
});

/** 撤回发布稿 before anything was published, also when it is signed already: its channels are called off. It stays in the record. */
export const dropRelease = defineVerb(
  'drop-release',
  dropReleaseInput,
  async ({ tx, ticket, input, actor, now, books }) => {
    const { draft } = await lockPaper(tx, ticket.id, input);
    await refuseUnless(tx, draft, 'drafting', 'submitted', 'issued');
    refuseOtherUnit(draft, actor, ticket, books.units);
    if (draft.state === 'issued') await callOff(tx, draft.id, input, now);
    await tx
      .updateTable('responder_release_drafts')
      .set({ state: 'dropped', dropped_why: input.reason, approval_due: null })
      .where('id', '=', draft.id)
      .execute();
    if (draft.corrects !== null) await giveUpCorrection(tx, draft.corrects, draft.id, input.reason, now);
    return {
      entry: {
        text: `发布前撤回发布稿${input.checked === undefined ? '' : `（核对：${input.checked}）`}`,
        reason: input.reason,
        payload: { draftId: draft.id, version: draft.version },
      },
    };
  },
);

/** The wrong release stands again as it was, to be corrected anew or taken down; that it was to be corrected stays on record. */
async function giveUpCorrection(tx: Tx, wrong: string, draftId: string, reason: string, now: Date): Promise<void> {
  await tx
    .updateTable('responder_releases')
    .set({ standing: 'standing' })
    .where('id', '=', wrong)
    .where('standing', '=', 'correcting')
    .execute();
  await tx
    .updateTable('responder_release_faults')
    .set({ done_at: now, reason: sql<string>`reason || ${`（更正稿撤回：${reason}）`}` })
    .where('draft_id', '=', draftId)
    .where('done_at', 'is', null)
    .execute();
}

/** @throws AppError precondition_failed: on some channel it stands already, or may: that is put right by a correction, not by calling off */
async function callOff(
  tx: Tx,
  draftId: string,
  { reason, checked }: Pick<z.output<typeof dropReleaseInput>, 'reason' | 'checked'>,
  now: Date,
): Promise<void> {
  const ways = await tx
    .selectFrom('responder_release_dispatches')
    .select(['channel', 'state', 'claimed_until', 'attempts'])
    .where('draft_id', '=', draftId)
    .forUpdate()
    .execute();
  const out = ways.filter(
    ({ state, claimed_until }) => OUT.includes(state) || (claimed_until !== null && claimed_until > now),
  );
  if (out.length > 0)
    throw new AppError('precondition_failed', '已有渠道发布或正在推送，不能撤回；已发布的请用更正或撤回发布');
  if (checked === undefined && ways.some(({ attempts }) => attempts > 0))
    throw new AppError(
      'precondition_failed',
      '已向渠道推送过，对方可能已经发布：请核对确未发布，并写明核对情况后再撤回',
    );
  const found = checked === undefined ? '' : `；核对：${checked}`;
  await tx
    .updateTable('responder_release_dispatches')
    .set({ state: 'kept_in', state_why: `发布前撤回：${reason}${found}` })
    .where('draft_id', '=', draftId)
    .execute();
}
const OUT: readonly string[] = ['published', 'sent', 'withdrawing', 'withdraw_failed', 'taken_down'];
