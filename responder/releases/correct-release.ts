import { z } from 'zod';
import type { Selectable } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { json, personOf, type ReleasesTable } from '../tables.ts';
import { asideInput, defineVerb, reasonText, type VerbContext } from '../tickets/act.ts';
import { isWatched } from '../tickets/marks.ts';
import type { Ticket, TicketPatch, Tx } from '../tickets/ticket.ts';
import type { Content } from './content.ts';
import { correctionTitle } from './correction-check.ts';
import { insertDraft, ownerOf } from './draft-release.ts';
import { versionOf } from './paper.ts';
import { refuseForeignProofs } from './proof-files.ts';
import { proof } from './record-release.ts';
import { factsOfReleases } from './standing-facts.ts';
import { callBack, callOffOthers, dispatchesOfRelease, isAllCalledBack, recordTakenDown } from './withdrawal.ts';

export const correctReleaseInput = z.strictObject({
  ...asideInput,
  releaseId: z.uuid(),
  /** What is wrong. */
  reason: reasonText,
  /** How the wrong one looked: a picture, a saved page. The text itself is kept anyway. */
  proofs: z.array(proof).max(50).default([]),
});

type Release = Selectable<ReleasesTable>;

/** 更正: a draft that starts from the wrong text and goes the same way as every other. The wrong one stays, marked. */
export const correctRelease = defineVerb('correct-release', correctReleaseInput, async (context) => {
  const { ticket, input, now } = context;
  await refuseForeignProofs(context, input.proofs);
  const release = await faultyRelease(context, input.releaseId);
  const kind = release.kind;
  if (kind === 'conference') throw new AppError('precondition_failed', '发布会不能更正，请另行发布说明');
  const draftId = uuidv7(now);
  // Who typed a finished release in need not be the one who answers for it.
  const unit = (release.draft_id === null ? null : release.unit) ?? ownerOf(ticket);
  const head = {
    id: draftId,
    kind,
    unit,
    unitReason: unit === ownerOf(ticket) ? null : '更正原发布',
    corrects: release.id,
  };
  await insertDraft(context, head, await startOf(context, release));
  await mark(context, release, { manner: 'correct', draftId, after: null });
  const others = await othersOf(context, release);
  return {
    entry: {
      text: `发布内容有误，启动更正：《${release.title}》（${release.channel}）${others}`,
      reason: input.reason,
      payload: { releaseId: release.id, draftId, hash: release.content_hash },
    },
  };
});

export const withdrawReleaseInput = z.strictObject({
  ...asideInput,
  releaseId: z.uuid(),
  reason: reasonText,
  proofs: z.array(proof).max(50).default([]),
  /** That it is gone. May be left out only where the channel's own system is told to take it down and answers for it. */
  afterProofs: z.array(proof).max(50).default([]),
});

/** 撤回 what was published, also while its correction is being drafted. The record keeps what it said; what only it had answered is owed again. */
export const withdrawRelease = defineVerb('withdraw-release', withdrawReleaseInput, async (context) => {
  const { tx, ticket, input, now, books } = context;
  await refuseForeignProofs(context, input.proofs, input.afterProofs);
  const release = await faultyRelease(context, input.releaseId, ['standing', 'correcting']);
  const ways = await dispatchesOfRelease(tx, release.id);
  const byHand = input.afterProofs.length > 0;
  if (!byHand && !isAllCalledBack(ways, books.releases))
    throw new AppError('invalid_input', '须附撤下后的证明：该渠道不能由系统撤回');
  await mark(context, release, { manner: 'withdraw', draftId: null, after: byHand ? json(input.afterProofs) : null });
  for (const way of ways) await (byHand ? recordTakenDown(tx, way, input.afterProofs, now) : callBack(tx, way, now));
  const others = await othersOf(context, release);
  return {
    set: { ...(await factsOfReleases(tx, ticket)), ...watchBroken(ticket, now) },
    clockReason: `已发布内容撤回：${input.reason}`,
    entry: {
      text: `撤回已发布内容：《${release.title}》（${release.channel}${byHand ? '' : '，已通知渠道系统撤回'}）${others}`,
      reason: input.reason,
      payload: { releaseId: release.id, hash: release.content_hash },
    },
  };
});

/** Watching rests on what was told: taken back, the matter is told of day by day again until somebody says anew that it is handled. */
const watchBroken = ({ marks }: Ticket, now: Date): TicketPatch =>
  isWatched(marks) ? { marks: json(marks.filter(({ mark }) => mark !== 'concluded')), cadence_resumed_at: now } : {};

/** What becomes of the other channels of the same paper, for the entry. */
async function othersOf(
  { tx, input, now, books }: VerbContext<{ reason: string }>,
  { draft_id: draftId }: Release,
): Promise<string> {
  if (draftId === null) return '';
  const { calledOff, mayStand, stands } = await callOffOthers(tx, draftId, input.reason, now);
  const named = (ids: string[]): string =>
    ids.map((id) => books.releases.channels.find((one) => one.id === id)?.title ?? id).join('、');
  return [
    calledOff.length === 0 ? '' : `；${named(calledOff)}不再发布`,
    mayStand.length === 0 ? '' : `；${named(mayStand)}可能已发布，请核对后一并更正或撤回`,
    stands.length === 0 ? '' : `；同一发布稿已在${stands.join('、')}发布，须一并更正或撤回`,
  ].join('');
}

async function faultyRelease(
  { tx, ticket }: VerbContext<unknown>,
  id: string,
  from: readonly Release['standing'][] = ['standing'],
): Promise<Release> {
  const release = await tx
    .selectFrom('responder_releases')
    .selectAll()
    .where('id', '=', id)
    .where('ticket_id', '=', ticket.id)
    .forUpdate()
    .executeTakeFirst();
  if (!release) throw new AppError('not_found', '没有这条发布');
  if (release.state !== 'held') throw new AppError('precondition_failed', '计划尚未发布，无须更正');
  const isBare = from.includes('correcting') && (await lostItsCorrection(tx, release));
  if (!from.includes(release.standing) && !isBare)
    throw new AppError('precondition_failed', '该发布已在更正，或已更正、撤回');
  return release;
}

/** Its correction was wrong too and taken back: what it says stands there uncorrected. */
async function lostItsCorrection(tx: Tx, { standing, superseded_by: by }: Release): Promise<boolean> {
  if (standing !== 'corrected' || by === null) return false;
  const right = await tx.selectFrom('responder_releases').select('standing').where('id', '=', by).executeTakeFirst();
  return right?.standing === 'withdrawn';
}

async function mark(
  { tx, ticket, input, now, actor }: VerbContext<{ reason: string; proofs: z.output<typeof proof>[] }>,
  release: Release,
  { manner, draftId, after }: { manner: 'correct' | 'withdraw'; draftId: string | null; after: string | null },
): Promise<void> {
  await tx
    .updateTable('responder_releases')
    .set({ standing: manner === 'correct' ? 'correcting' : 'withdrawn' })
    .where('id', '=', release.id)
    .execute();
  const before = {
    title: release.title,
    text: release.text,
    url: release.url,
    at: release.at.toISOString(),
    hash: release.content_hash,
  };
  await tx
    .insertInto('responder_release_faults')
    .values({
      ...{ id: uuidv7(now), release_id: release.id, ticket_id: ticket.id, manner, reason: input.reason },
      ...{
        before: json(before),
        before_proofs: json(input.proofs),
        draft_id: draftId,
        by: json(personOf(actor)),
        at: now,
      },
      ...(after !== null && { after_proofs: after, done_at: now }),
    })
    .execute();
}

/** The last version it was made from; of one that was only recorded, its text. */
async function startOf({ tx, books }: VerbContext<unknown>, release: Release): Promise<Content> {
  if (release.draft_id === null)
    return {
      ...{
        title: correctionTitle(release.title),
        facts: release.text ?? '',
        policy: '',
        result: '',
        scope: 'public',
        recipients: [],
      },
      ...{ channels: [], planned_at: null, fact_lines: [], pictures: 'none' },
    };
  const { version } = await tx
    .selectFrom('responder_release_drafts')
    .select('version')
    .where('id', '=', release.draft_id)
    .executeTakeFirstOrThrow();
  const { facts, policy, result, scope, recipients, channels, fact_lines, pictures } = await versionOf(
    tx,
    release.draft_id,
    version,
  );
  const known = channels.filter((id) => books.releases.channels.some((one) => one.id === id));
  const title = correctionTitle(release.title);
  return { title, facts, policy, result, scope, recipients, channels: known, planned_at: null, fact_lines, pictures };
}
