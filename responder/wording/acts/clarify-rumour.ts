import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import type { Ticket, Tx } from '../../tickets/ticket.ts';
import { VERIFICATION_TITLES } from '../../tickets/judgement.ts';
import { keepCount } from '../event-counts.ts';
import { isRefuted } from '../rumour.ts';
import { atRumour, lockRumour } from './a-rumour.ts';

export const clarifyRumourInput = z.strictObject({
  ...asideInput,
  ...atRumour,
  /** A clarification that was really published. */
  releaseId: z.uuid(),
});

/** 关联澄清: only what somebody has verified to be untrue is clarified, by a release that is on record. */
export const clarifyRumour = defineVerb('clarify-rumour', clarifyRumourInput, async (context) => {
  const { tx, ticket, input, actor, now } = context;
  const rumour = await lockRumour(tx, ticket.id, input);
  if (!isRefuted(rumour.verification))
    throw new AppError(
      'precondition_failed',
      `核实情况为“${VERIFICATION_TITLES[rumour.verification]}”，经核实不实（或部分属实）的方可澄清`,
    );
  const release = await clarification(tx, ticket, input.releaseId);
  await keepCount(tx, ticket.event, now);
  await tx
    .updateTable('responder_rumours')
    .set({
      ...{ release_id: release.id, clarified_at: release.at, clarified_by: json(personOf(actor)) },
      // A new clarification is watched anew.
      ...{ flared_at: null, flared_why: null, version: rumour.version + 1 },
    })
    .where('id', '=', rumour.id)
    .execute();
  return {
    entry: { text: `以《${release.title}》澄清：“${rumour.claim}”`, at: release.at, payload: { rumourId: rumour.id } },
  };
});

async function clarification(tx: Tx, ticket: Ticket, id: string): Promise<{ id: string; at: Date; title: string }> {
  const release = await tx
    .selectFrom('responder_releases')
    .select(['id', 'at', 'title', 'kind', 'state', 'standing'])
    .where('id', '=', id)
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirst();
  if (!release) throw new AppError('not_found', '没有这条发布登记');
  if (release.kind !== 'clarification' || release.state !== 'held')
    throw new AppError('precondition_failed', '须选已经发布的澄清');
  if (release.standing !== 'standing')
    throw new AppError('precondition_failed', '这条澄清已更正或撤回，须选仍然有效的澄清');
  return release;
}
