import type { Selectable } from 'kysely';
import type { ReleaseChannel } from '../../config/schema/releases.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { json, personOf, type Proof } from '../tables.ts';
import type { Ticket, TicketPatch, Tx } from '../tickets/ticket.ts';
import { isBackDated } from '../tickets/timeline.ts';
import { releaseText } from './content.ts';
import type { Paper } from './paper.ts';
import { firstTimes, RELEASE_TITLES } from './record-release.ts';
import type { ReleaseDispatchesTable } from './tables.ts';

export type Dispatch = Selectable<ReleaseDispatchesTable>;
export interface Publication {
  at: Date;
  url: string | null;
  proofs: Proof[];
}

/**
 * A channel has really published it: from here on it is a fact that stops clocks. What is internal is told to nobody outside, so it answers
 * nobody and stops nothing.
 * @returns what changes on the ticket, and the sentence for its timeline.
 */
export async function recordPublished(
  tx: Tx,
  { ticket, paper, dispatch, channel }: { ticket: Ticket; paper: Paper; dispatch: Dispatch; channel: ReleaseChannel },
  { at, url, proofs }: Publication,
  { actor, now }: { actor: Actor; now: Date },
): Promise<{ set: TicketPatch; text: string; releaseId: string | null }> {
  const { draft, content } = paper;
  const isOutside = content.scope !== 'internal';
  const isPublic = channel.reaches === 'public';
  const releaseId = isOutside ? uuidv7(now) : null;
  if (releaseId !== null) {
    const row = { id: releaseId, at, url, proofs: json(proofs), public: isPublic, back_dated: isBackDated(at, now) };
    await insertRelease(tx, { ticket, paper, channel }, row, { actor, now });
  }
  const done = { state: 'published' as const, state_why: null, published_at: at, url, release_id: releaseId };
  await tx
    .updateTable('responder_release_dispatches')
    .set({ ...done, confirmed_by: json(personOf(actor)), claimed_until: null })
    .where('id', '=', dispatch.id)
    .execute();
  await settlePlan(tx, draft.id, { actor, now });
  if (draft.corrects !== null && releaseId !== null)
    await supersede(tx, draft.corrects, { id: releaseId, channel: shownAs(channel) }, proofs, { draft, now, url });
  const number = dispatch.order_number === '' ? '' : `，工单 ${dispatch.order_number}`;
  return {
    set: isOutside ? firstTimes({ ticket }, at, isPublic) : {},
    text: `${draft.corrects === null ? '' : '更正'}发布${RELEASE_TITLES[draft.kind]}：《${content.title}》（${channel.title}${number}）`,
    releaseId,
  };
}

const shownAs = ({ title, account }: ReleaseChannel): string => (account === undefined ? title : `${title}·${account}`);

const insertRelease = (
  tx: Tx,
  { ticket, paper: { draft, content }, channel }: { ticket: Ticket; paper: Paper; channel: ReleaseChannel },
  row: { id: string; at: Date; url: string | null; proofs: string; public: boolean; back_dated: boolean },
  { actor, now }: { actor: Actor; now: Date },
): Promise<unknown> =>
  tx
    .insertInto('responder_releases')
    .values({
      ...row,
      ...{ ticket_id: ticket.id, kind: draft.kind, state: 'held', recorded_at: now, title: content.title },
      channel: shownAs(channel),
      ...{ text: releaseText(content), content_hash: content.hash, matches_approval: true },
      ...{ speaker: null, speaker_post: null, place: null, called_by: null, authoritative: row.public },
      ...{ recorded_by: json(personOf(actor)), unit: draft.unit, draft_id: draft.id },
    })
    .execute();

const settlePlan = (tx: Tx, draftId: string, { actor, now }: { actor: Actor; now: Date }): Promise<unknown> =>
  tx
    .updateTable('responder_release_plans')
    .set({ state: 'done', settled_by: json(personOf(actor)), settled_at: now, settled_why: '已发布' })
    .where('draft_id', '=', draftId)
    .where('state', '=', 'open')
    .execute();

/**
 * The wrong one stays, marked, with the right one beside it; so does the same text on the channel that now shows the right one. The fault is done,
 * also where the wrong one was taken back meanwhile.
 */
async function supersede(
  tx: Tx,
  wrongId: string,
  right: { id: string; channel: string },
  proofs: Proof[],
  { draft, now, url }: { draft: Paper['draft']; now: Date; url: string | null },
): Promise<void> {
  const { draft_id: wrongDraft } = await tx
    .selectFrom('responder_releases')
    .select('draft_id')
    .where('id', '=', wrongId)
    .executeTakeFirstOrThrow();
  await tx
    .updateTable('responder_releases')
    .set({ standing: 'corrected', superseded_by: right.id })
    .where((eb) =>
      eb.or([
        eb.and({ id: wrongId, standing: 'correcting' }),
        eb.and({ draft_id: wrongDraft, channel: right.channel, standing: 'standing' }),
      ]),
    )
    .execute();
  const link: Proof[] = url === null ? [] : [{ kind: 'link', value: url, outside: false }];
  await tx
    .updateTable('responder_release_faults')
    .set({ after_release: right.id, after_proofs: json([...link, ...proofs]), done_at: now })
    .where('draft_id', '=', draft.id)
    .where('done_at', 'is', null)
    .execute();
}
