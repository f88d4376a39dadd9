import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { json, type Proof } from '../tables.ts';
import type { Tx } from '../tickets/ticket.ts';
import type { ReleasesBook } from '../../config/schema/releases.ts';
import type { Paper } from './paper.ts';
import type { PushOutcome, WithdrawalMessage } from './push-channel.ts';
import type { Dispatch } from './record-published.ts';

/** Calling back has begun: what a person does by hand, or the machine after its last try, ends it. */
export const CALLED_BACK: readonly Dispatch['state'][] = ['withdrawing', 'withdraw_failed'];

/** The channel rows a release stands under, locked. */
export const dispatchesOfRelease = (tx: Tx, releaseId: string): Promise<Dispatch[]> =>
  tx.selectFrom('responder_release_dispatches').selectAll().where('release_id', '=', releaseId).forUpdate().execute();

/** Its own system takes it down when told: a real one, pushed to, and still in the book. */
export const isCalledBack = (dispatch: Dispatch, { channels }: Pick<ReleasesBook, 'channels'>): boolean =>
  dispatch.way === 'webhook' &&
  dispatch.origin === 'live' &&
  dispatch.state === 'published' &&
  channels.some(({ id, way }) => id === dispatch.channel && way === 'webhook');

/** All its channels come down by themselves: nobody has to take it down first and show the proof. */
export const isAllCalledBack = (ways: readonly Dispatch[], book: Pick<ReleasesBook, 'channels'>): boolean =>
  ways.length > 0 && ways.every((way) => isCalledBack(way, book));

/** Into the same queue as the publishing, with tries of its own. */
export const callBack = (tx: Tx, dispatch: Dispatch, now: Date): Promise<unknown> =>
  tx
    .updateTable('responder_release_dispatches')
    .set({ state: 'withdrawing', state_why: null, due_at: now, created_at: now, attempts: 0, claimed_until: null })
    .where('id', '=', dispatch.id)
    .execute();

/** Handed over to the channel, and nothing of it stands outside. */
const NOT_OUT: readonly Dispatch['state'][] = ['waiting', 'retrying', 'by_hand', 'given_up'];

/**
 * A text that was wrong on one channel goes out on no other: ways not out yet are called off. What is being pushed at this moment, was taken
 * without a link, or was tried and its answer may be lost, may stand outside already; what was published stands there for certain.
 * @returns the channels of all three
 */
export async function callOffOthers(
  tx: Tx,
  draftId: string,
  why: string,
  now: Date,
): Promise<{ calledOff: string[]; mayStand: string[]; stands: string[] }> {
  const ways = await tx
    .selectFrom('responder_release_dispatches')
    .selectAll()
    .where('draft_id', '=', draftId)
    .where('state', 'in', [...NOT_OUT, 'sent'])
    .forUpdate()
    .execute();
  const isUnderWay = ({ state, claimed_until: held }: Dispatch): boolean =>
    state === 'sent' || (held !== null && held > now);
  const off = ways.filter((way) => !isUnderWay(way));
  if (off.length > 0)
    await tx
      .updateTable('responder_release_dispatches')
      .set({ state: 'kept_in', state_why: `同一发布稿有误，不再发布：${why}`, claimed_until: null })
      .where(
        'id',
        'in',
        off.map(({ id }) => id),
      )
      .execute();
  const channels = (of: readonly Dispatch[]): string[] => [...new Set(of.map(({ channel }) => channel))];
  const isTried = (way: Dispatch): boolean => isUnderWay(way) || way.attempts > 0;
  const published = await tx
    .selectFrom('responder_releases')
    .select('channel')
    .where('draft_id', '=', draftId)
    .where('standing', '=', 'standing')
    .execute();
  const stands = [...new Set(published.map(({ channel }) => channel))];
  return { calledOff: channels(off.filter((way) => !isTried(way))), mayStand: channels(ways.filter(isTried)), stands };
}

/** Something published from this draft was found wrong. */
export const isFaulty = async (tx: Tx, draftId: string): Promise<boolean> => {
  const wrong = await tx
    .selectFrom('responder_releases')
    .select('id')
    .where('draft_id', '=', draftId)
    .where('standing', '<>', 'standing')
    .executeTakeFirst();
  return wrong !== undefined;
};

/** It is gone: the channel says 已撤回, and the record of the fault has its proof. */
export async function recordTakenDown(tx: Tx, dispatch: Dispatch, proofs: readonly Proof[], now: Date): Promise<void> {
  await tx
    .updateTable('responder_release_dispatches')
    .set({ state: 'taken_down', state_why: null, tried_at: now, claimed_until: null })
    .where('id', '=', dispatch.id)
    .execute();
  await tx
    .updateTable('responder_release_faults')
    .set({ after_proofs: json(proofs), done_at: now })
    .where('release_id', '=', dispatch.release_id ?? '')
    .where('manner', '=', 'withdraw')
    .where('done_at', 'is', null)
    .execute();
}

/** What the other side answered, as a proof. */
export const proofOf = ({ url, receipt }: Extract<PushOutcome, { kind: 'sent' }>): Proof[] => [
  { kind: 'text', value: receipt === null ? '对方系统确认撤回' : `对方撤回回执 ${receipt}`, outside: true },
  ...(url === null ? [] : [{ kind: 'link' as const, value: url, outside: true }]),
];

/** Why it was wrong stays in the house: the other side is told what to take down, not why. */
export const withdrawalOf = ({ draft, content }: Paper, dispatch: Dispatch, unit: string): WithdrawalMessage => ({
  ...{ id: `${dispatch.id}:withdraw`, action: 'withdraw', withdraws: dispatch.id, channel: dispatch.channel },
  orderNumber: dispatch.order_number === '' ? null : dispatch.order_number,
  ...{ kind: draft.kind, title: content.title, unit, contentHash: content.hash, url: dispatch.url },
  withdrawnAt: toLocalIso(dispatch.created_at),
});
