import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { maySeeOrigin } from '../../platform/runtime/origins.ts';
import { openTicket } from '../events/open-ticket.ts';
import { lastTicketOf, openTicketOf, standingFor } from '../events/find-ticket.ts';
import type { Ticket, Tx } from './ticket.ts';
import { parseInput, reasonText, type VerbDeps } from './act.ts';
import { coordinatesHere, isAccused, whyForeign } from './permissions.ts';
import { ticketView, type TicketView } from './view.ts';

export const openInput = z.strictObject({ eventId: z.uuid(), reason: reasonText });

/** 人工立单 for an event that is only watched (also a historical one: a person asks). */
export async function openByHand(deps: VerbDeps, raw: z.input<typeof openInput>, actor: Actor): Promise<TicketView> {
  const input = parseInput(openInput, raw);
  return deps.transact(async (unit) => {
    const row = await unit.tx
      .selectFrom('responder_events')
      .select(['snapshot', 'origin'])
      .where('event_id', '=', input.eventId)
      .forUpdate()
      .executeTakeFirst();
    const accused = (row?.snapshot.accused ?? []).flatMap(({ id }) => id ?? []);
    refuseStrangers(actor, accused, deps);
    if (!row || !maySeeOrigin(actor, row.origin)) throw new AppError('not_found', '没有这个事件');
    const foreign = whyForeign(actor, row.origin);
    if (foreign !== null) throw new AppError('forbidden', foreign);
    if (row.snapshot.mergedInto !== null) throw new AppError('precondition_failed', '该事件已并入其他事件');
    const open = await openTicketOf(unit.tx, input.eventId);
    if (open !== null) throw new AppError('conflict', `该事件已有在办工单 ${open.number}`, { ticketId: open.id });
    const last = await lastTicketOf(unit.tx, input.eventId);
    if (last !== null) await refuseBesideMain(unit.tx, last);
    const previous = last?.id ?? null;
    const opening = { rule: 'by-hand', name: '人工立单', why: input.reason, actor, previous };
    const { ticket, nextFireAt } = await openTicket(unit, row.snapshot, opening, deps.books);
    unit.afterCommit(() => deps.wake(nextFireAt));
    return ticketView(unit.tx, ticket, deps.books, unit.now);
  });
}

/** A second ticket beside the one this matter was merged into would be worked on twice. @throws AppError conflict */
async function refuseBesideMain(tx: Tx, last: Ticket): Promise<void> {
  const main = await standingFor(tx, last);
  if (main.id !== last.id && main.closed_at === null)
    throw new AppError(
      'conflict',
      `该事件的工单 ${last.number} 已并入在办工单 ${main.number}；确需单独办理的，请先撤销合并`,
      {
        ticketId: main.id,
      },
    );
}

/** @throws AppError not_found for who is accused, like every complaint against his unit; forbidden for others who lead nothing here */
function refuseStrangers(actor: Actor, accused: readonly string[], { books }: VerbDeps): void {
  if (coordinatesHere(actor, { accused }, books.units)) return;
  if (isAccused(actor, { accused })) throw new AppError('not_found', '没有这个事件');
  throw new AppError('forbidden', '只有政府办、网信办等牵头单位的值班人员可以立单');
}
