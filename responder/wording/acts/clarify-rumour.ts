import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import type { Ticket, Tx } from '../../tickets/ticket.ts';
import { VERIFICATION_TITLES } from '../../tickets/judgement.ts';
import { keepCount } from '../event-counts.ts';
import { newest } from '../own-paper.ts';
import { isRefuted } from '../rumour.ts';

export const clarifyRumourInput = z.strictObject({
  ...asideInput,
  rumourId: z.uuid(),
  version: z.number().int().positive(),
  /** A clarification that was really published. */
  releaseId: z.uuid(),
});

/** 关联澄清: only what somebody has verified to be untrue is clarified, by a release that is on record. */
export const clarifyRumour = defineVerb('clarify-rumour', clarifyRumourInput, async (context) => {
  const { tx, ticket, input, actor, now } = context;
  if (!isRefuted(ticket.verification))
    throw new AppError(
      'precondition_failed',
      `核实情况为“${VERIFICATION_TITLES[ticket.verification]}”，经核实不实（或部分属实）的方可澄清`,
    );
  const row = await tx
    .selectFrom('responder_rumours')
    .selectAll()
    .where('id', '=', input.rumourId)
    .where('ticket_id', '=', ticket.id)
    .forUpdate()
    .executeTakeFirst();
  const rumour = newest(row, input.version, '这条网传信息', (one) => ({ by: one.clarified_by, at: one.clarified_at }));
  const release = await clarification(tx, ticket, input.releaseId);
  await keepCount(tx, ticket.event, now);
  await tx
    .updateTable('responder_rumours')
    .set({
      ...{ release_id: release.id, clarified_at: release.at, clarified_by: json(personOf(actor)) },
      ...{ refuted_at: rumour.refuted_at ?? (await refutedAt(tx, ticket)) ?? now },
      // A new clarification is watched anew.
      ...{ flared_at: null, flared_why: null, version: rumour.version + 1 },
    })
    .where('id', '=', rumour.id)
    .execute();
  return {
    entry: { text: `以《${release.title}》澄清：“${rumour.claim}”`, at: release.at, payload: { rumourId: rumour.id } },
  };
});

/** When somebody found it untrue; null when the verification was only part of a judgement. */
async function refutedAt(tx: Tx, ticket: Ticket): Promise<Date | null> {
  const row = await tx
    .selectFrom('responder_verifications')
    .select('at')
    .where('ticket_id', '=', ticket.id)
    .where('result', 'in', ['false', 'partly_true'])
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

async function clarification(tx: Tx, ticket: Ticket, id: string): Promise<{ id: string; at: Date; title: string }> {
  const release = await tx
    .selectFrom('responder_releases')
    .select(['id', 'at', 'title', 'kind', 'state'])
    .where('id', '=', id)
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirst();
  if (!release) throw new AppError('not_found', '没有这条发布登记');
  if (release.kind !== 'clarification' || release.state !== 'held')
    throw new AppError('precondition_failed', '须选已经发布的澄清');
  return release;
}
