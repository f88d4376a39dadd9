import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Role } from '../../platform/runtime/kernel.ts';
import { recipient, laneOf, notify } from '../notifications/ledger.ts';
import { takePaperNumber, PAPERS } from '../papers/paper-number.ts';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb, reasonText, type VerbContext } from './act.ts';
import { actingHere } from './leads-here.ts';
import { unitName } from './permissions.ts';
import { coordinatorOf } from './steps.ts';
import { nameOf, type Ticket } from './ticket.ts';

export const issueDraftInput = z.strictObject({
  ...baseInput,
  draftId: z.uuid(),
  requirement: z.string().trim().max(2000).optional(),
});
export const dropDraftInput = z.strictObject({ ...baseInput, draftId: z.uuid(), reason: reasonText });

const KINDS = { urge: 'urged', supervise: 'supervised', criticise: 'criticised' } as const;

/** 签发 what the ladder drafted (催办 / 督办 / 通报): numbered, told to the unit. Only by the lead bodies, each in its own name (H20); 通报 needs the leader on duty or supervision there. */
export const issueDraft = defineVerb('issue-draft', issueDraftInput, async (context) => {
  const { ticket, input, tx, now, actor, books } = context;
  const draft = await openDraft(context);
  const { roles } = actingHere(actor, ticket, books.units);
  if (draft.kind === 'criticise' && !roles.some(decidesAboutOwn))
    throw new AppError(
      'forbidden',
      `通报须由带班领导签发：请${unitName(books.units, coordinatorOf(ticket))}带班领导办理（牵头单位督查人员也可签发）`,
    );
  refuseOwn(context, draft, roles);
  const number = await takePaperNumber(tx, draft.kind, ticket, now);
  await decide(context, 'issued', { number, decision: input.requirement ?? null });
  const to = draft.unit ?? ticket.lead_unit;
  await tell(context, `${number}：${nameOf(ticket)}${draft.reason}`, draft.id, to);
  return {
    set: draft.kind === 'supervise' ? { supervised_at: ticket.supervised_at ?? now } : {},
    entry: {
      kind: KINDS[draft.kind],
      text: `签发${PAPERS[draft.kind]}${number}，发${unitName(books.units, to)}：${draft.reason}`,
      reason: input.requirement ?? null,
      payload: { draftId: draft.id, kind: draft.kind, number, unit: to, issuer: actor.unitId },
    },
  };
});

/** 不予签发, with the reason; the draft stays to be seen. */
export const dropDraft = defineVerb('drop-draft', dropDraftInput, async (context) => {
  const draft = await openDraft(context);
  refuseOwn(context, draft, actingHere(context.actor, context.ticket, context.books.units).roles);
  await decide(context, 'dropped', { number: null, decision: context.input.reason });
  return {
    entry: {
      text: `${PAPERS[draft.kind]}稿不予签发：${draft.reason}`,
      reason: context.input.reason,
      payload: { draftId: draft.id, kind: draft.kind },
    },
  };
});

type DraftContext = VerbContext<{ draftId: string }>;

const decidesAboutOwn = (role: Role): boolean => role === 'duty_leader' || role === 'supervisor';
/** Who is late does not decide about being urged: a paper to the own desk is for its leader on duty, or for the other lead body. */
function refuseOwn(
  { actor, ticket, books }: DraftContext,
  draft: { unit: string | null },
  roles: readonly Role[],
): void {
  if ((draft.unit ?? ticket.lead_unit) !== actor.unitId || roles.some(decidesAboutOwn)) return;
  throw new AppError(
    'forbidden',
    `文稿发往本单位（${unitName(books.units, actor.unitId)}），不由本单位值班员签发或不予签发，请带班领导、督查人员或另一牵头单位办理`,
  );
}

async function openDraft({ tx, ticket, input }: DraftContext) {
  const draft = await tx
    .selectFrom('responder_drafts')
    .selectAll()
    .where('id', '=', input.draftId)
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirst();
  if (!draft) throw new AppError('not_found', '没有这份文稿');
  if (draft.state !== 'draft')
    throw new AppError('precondition_failed', draft.state === 'issued' ? '该文稿已签发' : '该文稿已不予签发');
  return draft;
}

const decide = (
  { tx, input, actor, now }: DraftContext,
  state: 'issued' | 'dropped',
  { number, decision }: { number: string | null; decision: string | null },
) =>
  tx
    .updateTable('responder_drafts')
    .set({ state, number, decision, decided_at: now, decided_by: json(personOf(actor)) })
    .where('id', '=', input.draftId)
    .execute();

const tell = (
  { tx, ticket, now }: { tx: DraftContext['tx']; ticket: Ticket; now: Date },
  text: string,
  id: string,
  unit: string | null,
) =>
  unit === null
    ? Promise.resolve(0)
    : notify(
        tx,
        [
          {
            ...{ reason: `draft:${id}`, recipients: [recipient('handler', unit), recipient('unit_head', unit)] },
            ...{ ticketId: ticket.id, eventId: ticket.event_id, origin: ticket.origin, lane: laneOf(ticket.colour) },
            ...{ why: '牵头单位签发', text, matter: 'clock' as const },
          },
        ],
        now,
      );
