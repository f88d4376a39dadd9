import { z } from 'zod';
import { wholeMinute } from '../../platform/runtime/local-time.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { asideInput, defineVerb, type VerbContext } from '../tickets/act.ts';
import { paperOf, lockDraft } from './paper.ts';
import { refuseForeignProofs } from './proof-files.ts';
import { proof, webAddress } from './record-release.ts';
import { recordPublished, type Dispatch } from './record-published.ts';
import { moment } from '../tickets/dates.ts';

export const confirmChannelInput = z.strictObject({
  ...asideInput,
  dispatchId: z.uuid(),
  /** When it was really published there. */
  at: moment('since', '发布时间'),
  url: webAddress.optional(),
  proofs: z.array(proof).max(50).default([]),
});

/** What may still have come out, or come out by hand after the machine gave up. */
const CONFIRMABLE: readonly Dispatch['state'][] = ['by_hand', 'sent', 'waiting', 'retrying', 'given_up'];

/** 回填链接: what a person published by hand, or what the other side took without telling where it stands. */
export const confirmChannel = defineVerb('confirm-channel', confirmChannelInput, async (context) => {
  const { tx, ticket, input, now, actor, books } = context;
  const dispatch = await dispatchOf(context, input.dispatchId);
  const channel = books.releases.channels.find(({ id }) => id === dispatch.channel);
  if (!channel) throw new AppError('precondition_failed', '渠道已从发布规则中删除');
  const paper = await paperOf(tx, await lockDraft(tx, ticket.id, dispatch.draft_id));
  if (dispatch.state === 'published') throw new AppError('precondition_failed', '该渠道已登记发布');
  // Its answer may come any moment; what a person enters beside it could be called back before the push arrives.
  if (dispatch.claimed_until !== null && dispatch.claimed_until > now)
    throw new AppError('precondition_failed', '正在向该渠道推送，请两分钟后看推送结果再登记');
  if (!CONFIRMABLE.includes(dispatch.state))
    throw new AppError(
      'precondition_failed',
      '该渠道的内容已撤下或不外发，不能登记发布；须重新发布的，请另起发布稿审核',
    );
  const at = new Date(input.at);
  if (at < wholeMinute(paper.draft.issued_at!))
    throw new AppError('precondition_failed', '发布时间早于交付发布的时间；未经审核先行发布的，请用“登记回应”如实登记');
  if (!input.url && input.proofs.length === 0)
    throw new AppError('precondition_failed', '须附发布链接或其他证明，没有证明的登记不能停止时限');
  await refuseForeignProofs(context, input.proofs);
  const publication = { at, url: input.url ?? null, proofs: input.proofs };
  const { set, text, releaseId } = await recordPublished(tx, { ticket, paper, dispatch, channel }, publication, {
    actor,
    now,
  });
  const moves = ticket.state === 'reviewed' && releaseId !== null;
  return {
    ...(moves ? { state: 'released' as const } : { stay: true }),
    set,
    entry: { text, at, payload: { draftId: paper.draft.id, channel: channel.id, releaseId, url: input.url ?? null } },
  };
});

/** The channel row of this ticket, locked. @throws AppError not_found */
export async function dispatchOf({ tx, ticket }: VerbContext<unknown>, id: string): Promise<Dispatch> {
  const row = await tx
    .selectFrom('responder_release_dispatches')
    .selectAll()
    .where('id', '=', id)
    .where('ticket_id', '=', ticket.id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', '没有这条渠道记录');
  return row;
}

export const retryChannelInput = z.strictObject({ ...asideInput, dispatchId: z.uuid() });

/** 重新推送 what was given up. */
export const retryChannel = defineVerb('retry-channel', retryChannelInput, async (context) => {
  const { tx, input, now, books } = context;
  const dispatch = await dispatchOf(context, input.dispatchId);
  const isBack = dispatch.state === 'withdraw_failed';
  if (dispatch.state !== 'given_up' && !isBack)
    throw new AppError('precondition_failed', '只有推送失败的渠道可以重新推送');
  await tx
    .updateTable('responder_release_dispatches')
    .set({ state: isBack ? 'withdrawing' : 'waiting', due_at: now, created_at: now, attempts: 0, claimed_until: null })
    .where('id', '=', dispatch.id)
    .execute();
  const title = books.releases.channels.find(({ id }) => id === dispatch.channel)?.title ?? dispatch.channel;
  return { entry: { text: `${isBack ? '重新推送撤回' : '重新推送'}至${title}`, payload: { dispatchId: dispatch.id } } };
});
