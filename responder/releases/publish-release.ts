import { z } from 'zod';
import type { ReleaseChannel } from '../../config/schema/releases.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { laneOf, notify } from '../notifications/ledger.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, type Verb, type VerbContext } from '../tickets/act.ts';
import { nameOf } from '../tickets/ticket.ts';
import { SECRECY } from './approvals.ts';
import { atVersion } from './edit-release.ts';
import { refuseUnlessComplete } from './gate.ts';
import { lockPaper, refuseUnless, type Paper } from './paper.ts';
import { refuseUnlisted } from './spokespersons.ts';

export const publishReleaseInput = z.strictObject({ ...asideInput, ...atVersion });

/** Asking for what is not ready leaves a trace: the refused act itself writes nothing else. */
function auditRefusals<S extends z.ZodType>(name: string, verb: Verb<S>): Verb<S> {
  return async (deps, ticketId, input, actor) => {
    try {
      return await verb(deps, ticketId, input, actor);
    } catch (error) {
      if (error instanceof AppError && error.code !== 'not_found')
        await deps.transact(async (unit) => {
          const detail = { refused: error.code, gate: error.details['gate'] ?? null };
          unit.audit({
            actor,
            action: `ticket.${name}`,
            subject: { kind: 'ticket', id: ticketId },
            detail,
            success: false,
          });
        });
      throw error;
    }
  };
}

/** 交付发布 to every channel chosen: the signatures were given before, by others than its authors, and stand in the entry. A channel counts as published only when it really is. */
export const publishRelease = auditRefusals(
  'publish-release',
  defineVerb('publish-release', publishReleaseInput, async (context) => {
    const { tx, ticket, input, now, actor, books } = context;
    const paper = await lockPaper(tx, ticket.id, input);
    const { draft, content } = paper;
    await refuseUnless(tx, draft, 'drafting', 'submitted');
    await refuseUnlessComplete({ db: tx, ticket, paper, books, now });
    const flag = draft.kind === 'reply' ? await refuseUnlisted(tx, actor, ticket.origin) : '';
    await tx
      .updateTable('responder_release_drafts')
      .set({ state: 'issued', issued_by: json(personOf(actor)), issued_at: now, approval_due: null })
      .where('id', '=', draft.id)
      .execute();
    const channels = books.releases.channels.filter(({ id }) => content.channels.includes(id));
    for (const channel of channels) await dispatchTo(context, paper, channel);
    return {
      entry: {
        text: `交付发布《${content.title}》至${channels.map(({ title }) => title).join('、')}（${signersOf(paper)}）${flag}`,
        payload: { draftId: draft.id, version: content.version, hash: content.hash, channels: content.channels },
      },
    };
  }),
);

const signersOf = ({ signatures }: Paper): string =>
  `${signatures
    .filter(({ step }) => step !== SECRECY)
    .map(({ by }) => by.name)
    .join('、')}审核签发`;

async function dispatchTo(
  context: VerbContext<unknown>,
  { draft, content }: Paper,
  channel: ReleaseChannel,
): Promise<void> {
  const { tx, ticket, now } = context;
  const orders = channel.reaches === 'hotline' ? await attachedOrders(context) : [];
  const state = channel.way === 'by_hand' ? 'by_hand' : ticket.origin === 'live' ? 'waiting' : 'kept_in';
  const rows = (orders.length === 0 ? [''] : orders).map((order) => ({
    ...{ id: uuidv7(now), draft_id: draft.id, ticket_id: ticket.id, origin: ticket.origin, channel: channel.id },
    ...({ way: channel.way, order_number: order, due_at: now, created_at: now, state } as const),
    state_why: state === 'kept_in' ? '演示、演练内容不外发' : null,
  }));
  await tx.insertInto('responder_release_dispatches').values(rows).execute();
  if (state === 'by_hand') await tellOwner(context, draft.id, content.title, channel);
}

async function attachedOrders({ tx, ticket }: VerbContext<unknown>): Promise<string[]> {
  const rows = await tx
    .selectFrom('responder_attached_orders')
    .select('number')
    .where('ticket_id', '=', ticket.id)
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number);
}

/** Whoever keeps the account has to publish it. */
const tellOwner = (
  { tx, ticket, now }: VerbContext<unknown>,
  draftId: string,
  title: string,
  channel: ReleaseChannel,
) =>
  notify(
    tx,
    [
      {
        reason: `release:${draftId}:${channel.id}`,
        recipients: [channel.reviewer ?? `unit_head@${channel.owner}`],
        ...{ ticketId: ticket.id, origin: ticket.origin, lane: laneOf(ticket.colour), matter: 'release' as const },
        why: `${channel.title}由贵单位维护，审核签发后的内容待发布`,
        text: `${nameOf(ticket)}：《${title}》待在${channel.title}发布`,
      },
    ],
    now,
  );
