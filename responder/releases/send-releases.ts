import { sql } from 'kysely';
import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { Origin, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { reconcileClocks } from '../deadlines/reconcile.ts';
import type { DeliveryDeps } from '../notifications/delivery.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import { pauseAfter } from '../notifications/timing.ts';
import type { ResponderTables } from '../tables.ts';
import { writeEntry } from '../tickets/act.ts';
import { unitName } from '../tickets/permissions.ts';
import { lockTicket, nameOf, patchTicket, SYSTEM, type Ticket } from '../tickets/ticket.ts';
import { releaseText } from './content.ts';
import { paperOf, type Paper } from './paper.ts';
import { pushChannel, type PushOutcome, type ReleaseMessage } from './push-channel.ts';
import { recordPublished, type Dispatch } from './record-published.ts';
import { isFaulty, proofOf, recordTakenDown, withdrawalOf } from './withdrawal.ts';

export type ReleaseDeps = Pick<DeliveryDeps, 'transact' | 'time' | 'books' | 'log' | 'outgoing' | 'secretOf'> & {
  wake: (next: Date | null) => void;
};

/** Longer than one push may take; what a process that died held goes out again after it. While it runs no person touches the row. */
const LEASE_MS = 120_000;
const LIVE: Origin = 'live';
const UNDER_WAY: readonly Dispatch['state'][] = ['waiting', 'retrying', 'withdrawing'];

/** One round: pushes what is due to the systems of the channels, each read anew just before, so that nothing called off meanwhile goes out. @returns how many were taken. */
export async function sendReleases(deps: ReleaseDeps): Promise<number> {
  let taken = 0;
  for (;;) {
    const dispatch = await deps.transact((unit) => claim(unit, deps.books));
    if (dispatch === undefined) return taken;
    const outcome = await push(deps, dispatch);
    await deps.transact((unit) => mark(unit, dispatch, outcome, deps));
    if (outcome.kind === 'sent') taken += 1;
    else deps.log.warn({ channel: dispatch.channel, why: outcome.why }, `a release did not go out: ${outcome.kind}`);
  }
}

/** Only of real matters: a rehearsal never leaves the house. */
async function claim(unit: UnitOfWork<ResponderTables>, books: ReleaseDeps['books']): Promise<Dispatch | undefined> {
  const { tx, now } = unit;
  const due = await tx
    .selectFrom('responder_release_dispatches')
    .selectAll()
    .where('state', 'in', UNDER_WAY)
    .where('origin', '=', LIVE)
    .where('due_at', '<=', now)
    .where((where) => where.or([where('claimed_until', 'is', null), where('claimed_until', '<=', now)]))
    .orderBy('due_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (due === undefined) return undefined;
  if (await isKeptIn(unit, due, books)) return claim(unit, books);
  await tx
    .updateTable('responder_release_dispatches')
    .set({ claimed_until: new Date(now.getTime() + LEASE_MS) })
    .where('id', '=', due.id)
    .execute();
  return due;
}

/**
 * Found wrong on another channel while a process held it that has died since: it goes out no more. Whether that one had got it out nobody knows, so
 * a person looks.
 */
async function isKeptIn(
  { tx, now }: UnitOfWork<ResponderTables>,
  dispatch: Dispatch,
  books: ReleaseDeps['books'],
): Promise<boolean> {
  if (isBack(dispatch) || !(await isFaulty(tx, dispatch.draft_id))) return false;
  await keepIn(tx, dispatch);
  const title = channelTitle(books, dispatch);
  const told = {
    why: `推送至${title}时中断，同一发布稿已更正或撤回，不再推送：可能已发布，请核对后一并更正或撤回`,
    text: (name: string) => `${name}在${title}可能已发布有误的内容，请核对`,
  };
  await ringDesk({ tx, now }, dispatch, `push:${dispatch.id}:kept-in`, told);
  return true;
}

async function push(deps: ReleaseDeps, dispatch: Dispatch): Promise<PushOutcome> {
  const { books, outgoing, secretOf, time } = deps;
  const channel = books.releases.channels.find(({ id }) => id === dispatch.channel);
  if (!channel) return { kind: 'give_up', why: '发布规则中已没有该渠道' };
  const message = await deps.transact(async ({ tx }) => {
    const draft = await tx
      .selectFrom('responder_release_drafts')
      .selectAll()
      .where('id', '=', dispatch.draft_id)
      .executeTakeFirstOrThrow();
    const make = dispatch.state === 'withdrawing' ? withdrawalOf : messageOf;
    return make(await paperOf(tx, draft), dispatch, unitName(books.units, draft.unit));
  });
  return pushChannel(channel, message, { book: books.releases, outgoing, secretOf, now: () => time.now() });
}

const messageOf = ({ draft, content }: Paper, dispatch: Dispatch, unit: string): ReleaseMessage => ({
  ...{ id: dispatch.id, action: 'publish', channel: dispatch.channel, kind: draft.kind, unit },
  orderNumber: dispatch.order_number === '' ? null : dispatch.order_number,
  ...{ title: content.title, text: releaseText(content), contentHash: content.hash },
  issuedAt: toLocalIso(draft.issued_at!),
});

async function mark(
  unit: UnitOfWork<ResponderTables>,
  sent: Dispatch,
  outcome: PushOutcome,
  deps: ReleaseDeps,
): Promise<void> {
  const { tx } = unit;
  const ticket = await lockTicket(tx, sent.ticket_id);
  const dispatch = await tx
    .selectFrom('responder_release_dispatches')
    .selectAll()
    .where('id', '=', sent.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  // A person was quicker, or another process marked it; an answer to the publishing never stands for one to the calling back.
  if (!UNDER_WAY.includes(dispatch.state) || isBack(dispatch) !== isBack(sent)) return;
  if (outcome.kind !== 'sent') await markFailed(unit, dispatch, outcome, deps);
  else if (dispatch.state === 'withdrawing') await markWithdrawn(unit, ticket, dispatch, outcome, deps);
  else await markSent(unit, ticket, dispatch, outcome, deps);
}

const isBack = ({ state }: Dispatch): boolean => state === 'withdrawing';

/** The system of the channel has taken it down. What it answered is owed again since a person withdrew it; here only the proof comes in. */
async function markWithdrawn(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  dispatch: Dispatch,
  outcome: Extract<PushOutcome, { kind: 'sent' }>,
  { books }: ReleaseDeps,
): Promise<void> {
  const { tx, now } = unit;
  await recordTakenDown(tx, dispatch, proofOf(outcome), now);
  await tx
    .updateTable('responder_release_dispatches')
    .set({ attempts: dispatch.attempts + 1 })
    .where('id', '=', dispatch.id)
    .execute();
  const after = await patchTicket(tx, ticket.id, { revision: ticket.revision + 1 });
  const title = channelTitle(books, dispatch);
  const payload = { dispatchId: dispatch.id, releaseId: dispatch.release_id, receipt: outcome.receipt };
  await writeEntry(unit, after, { kind: 'confirm-takedown', text: `${title}已撤回`, payload }, [], SYSTEM);
}

const channelTitle = (books: ReleaseDeps['books'], { channel }: Dispatch): string =>
  books.releases.channels.find(({ id }) => id === channel)?.title ?? channel;

async function markSent(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  dispatch: Dispatch,
  { url, receipt }: Extract<PushOutcome, { kind: 'sent' }>,
  { books, wake }: ReleaseDeps,
): Promise<void> {
  const { tx, now } = unit;
  const tries = { attempts: dispatch.attempts + 1, tried_at: now, claimed_until: null };
  await tx.updateTable('responder_release_dispatches').set(tries).where('id', '=', dispatch.id).execute();
  const channel = books.releases.channels.find(({ id }) => id === dispatch.channel)!;
  if (url === null && receipt === null) {
    const set = { state: 'sent' as const, state_why: '对方已接收，待回填链接' };
    await tx.updateTable('responder_release_dispatches').set(set).where('id', '=', dispatch.id).execute();
    return;
  }
  const paper = await paperOfDispatch(unit, dispatch);
  const proofs = receipt === null ? [] : [{ kind: 'text' as const, value: `对方回执 ${receipt}`, outside: true }];
  const who = { actor: { ...SYSTEM, unitId: paper.draft.unit }, now };
  const about = { ticket, paper, dispatch, channel };
  const { set, text, releaseId } = await recordPublished(tx, about, { at: now, url, proofs }, who);
  const state = ticket.state === 'reviewed' && releaseId !== null ? { state: 'released' as const } : {};
  const after = await patchTicket(tx, ticket.id, { ...set, ...state, revision: ticket.revision + 1 });
  const clocks = await reconcileClocks(unit, after, books, SYSTEM);
  const payload = { draftId: paper.draft.id, channel: channel.id, releaseId, url, receipt };
  await writeEntry(unit, after, { kind: 'confirm-channel', text: `推送成功：${text}`, payload }, clocks.notes, SYSTEM);
  unit.afterCommit(() => wake(clocks.nextFireAt));
}

async function paperOfDispatch({ tx }: UnitOfWork<ResponderTables>, { draft_id: id }: Dispatch): Promise<Paper> {
  const draft = await tx
    .selectFrom('responder_release_drafts')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return paperOf(tx, draft);
}

function stateAfter({ state }: Dispatch, givesUp: boolean): Dispatch['state'] {
  if (state === 'withdrawing') return givesUp ? 'withdraw_failed' : 'withdrawing';
  return givesUp ? 'given_up' : 'retrying';
}

/** Found wrong on another channel while it was being pushed here: not tried again. */
const keepIn = (tx: UnitOfWork<ResponderTables>['tx'], { id }: Dispatch): Promise<unknown> =>
  tx
    .updateTable('responder_release_dispatches')
    .set({ state: 'kept_in', state_why: '同一发布稿有误，不再发布', claimed_until: null })
    .where('id', '=', id)
    .execute();

async function markFailed(
  { tx, now }: UnitOfWork<ResponderTables>,
  dispatch: Dispatch,
  outcome: Exclude<PushOutcome, { kind: 'sent' }>,
  { books }: ReleaseDeps,
): Promise<void> {
  if (!isBack(dispatch) && (await isFaulty(tx, dispatch.draft_id))) return void (await keepIn(tx, dispatch));
  const { retry } = books.releases;
  const attempts = dispatch.attempts + 1;
  const isLate = now.getTime() - dispatch.created_at.getTime() > limitAmount(retry.within) * 60_000;
  const givesUp = outcome.kind === 'give_up' || attempts >= retry.attempts || isLate;
  const pause = outcome.kind === 'retry' ? Math.max(pauseAfter(attempts, retry), outcome.afterMs ?? 0) : 0;
  await sql`update responder_release_dispatches set state = ${stateAfter(dispatch, givesUp)}, state_why = ${outcome.why},
    attempts = ${attempts}, tried_at = ${now}, claimed_until = null, due_at = ${new Date(now.getTime() + pause)} where id = ${dispatch.id}`.execute(
    tx,
  );
  if (!givesUp) return;
  const title = channelTitle(books, dispatch);
  const told = isBack(dispatch)
    ? {
        why: `${title}撤回失败，须人工撤下并登记：${outcome.why}`,
        text: (name: string) => `${name}在${title}的发布撤回失败`,
      }
    : {
        why: `推送至${title}失败，须人工处理：${outcome.why}`,
        text: (name: string) => `${name}推送至${title}失败`,
      };
  const reason = `push:${dispatch.id}:${isBack(dispatch) ? 'withdraw:' : ''}${attempts}`;
  await ringDesk({ tx, now }, dispatch, reason, told);
}

/** The desk that coordinates the matter, by its colour. */
async function ringDesk(
  { tx, now }: Pick<UnitOfWork<ResponderTables>, 'tx' | 'now'>,
  { ticket_id: id }: Dispatch,
  reason: string,
  { why, text }: { why: string; text: (name: string) => string },
): Promise<void> {
  const ticket = await tx.selectFrom('responder_tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const notice = {
    ...{ reason, recipients: [recipient('duty_officer', ticket.coordinator_unit ?? ticket.owner_unit)], why },
    ...{ ticketId: ticket.id, origin: ticket.origin, lane: laneOf(ticket.colour), matter: 'release' as const },
    text: text(nameOf(ticket)),
  };
  await notify(tx, [notice], now);
}
