import { sql, type Kysely, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { maySeeOrigin } from '../../platform/runtime/origins.ts';
import { openTicket } from '../events/open-ticket.ts';
import { lastTicketOf, openTicketOf, standingFor } from '../events/find-ticket.ts';
import type { ResponderBooks } from '../books.ts';
import type { ResponderTables } from '../tables.ts';
import type { Ticket, Tx } from './ticket.ts';
import { parseInput, reasonText, type VerbDeps } from './act.ts';
import { coordinatesHere, isAccused, mayStandIn, standsIn, whyForeign, type Units } from './permissions.ts';
import { ticketView, type TicketView } from './view.ts';

export const openInput = z.strictObject({ eventId: z.uuid(), reason: reasonText });

/** 人工立单 for an event that is only watched (also a historical one: a person asks). */
export async function openByHand(deps: VerbDeps, raw: z.input<typeof openInput>, actor: Actor): Promise<TicketView> {
  const input = parseInput(openInput, raw);
  return deps.transact(async (unit) => {
    const row = await unit.tx
      .selectFrom('responder_events')
      .select('snapshot')
      .where('event_id', '=', input.eventId)
      .forUpdate()
      .executeTakeFirst();
    const refused = whyNotOpened(actor, row?.snapshot ?? null, deps.books.units);
    if (refused !== null) throw refused;
    if (!row) throw noEvent();
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

const noEvent = () => new AppError('not_found', '没有这个事件');

/**
 * The one rule of who opens a ticket by hand, for the act and for the button before it. Null = may; not_found for who is accused, like every
 * complaint against his unit; forbidden for others who lead nothing here.
 */
export function whyNotOpened(
  actor: Actor,
  event: Pick<EventSnapshot, 'accused' | 'origin' | 'mergedInto'> | null,
  units: Units,
): AppError | null {
  const accused = accusedOf(event);
  if (!coordinatesHere(actor, { accused }, units))
    return isAccused(actor, { accused })
      ? noEvent()
      : new AppError('forbidden', '只有政府办、网信办等牵头单位的值班人员可以立单');
  if (event === null || !maySeeOrigin(actor, event.origin)) return noEvent();
  const foreign = whyForeign(actor, event.origin);
  if (foreign !== null) return new AppError('forbidden', foreign);
  return event.mergedInto === null ? null : new AppError('precondition_failed', '该事件已并入其他事件');
}

const accusedOf = (event: Pick<EventSnapshot, 'accused'> | null): string[] =>
  (event?.accused ?? []).flatMap(({ id }) => id ?? []);

/** Events without a visible ticket that a person keeps in the place of accused lead bodies, though else he sees his unit's alone. */
export async function eventsKept(
  { db, books }: { db: Kysely<ResponderTables>; books: Pick<ResponderBooks, 'units'> },
  actor: Actor,
): Promise<string[]> {
  if (!mayStandIn(actor, books.units)) return [];
  const leads = [...books.units.values()].filter(({ kind }) => kind === 'lead_body').map(({ id }) => [{ id }]);
  const rows = await db
    .selectFrom('responder_events')
    .select(['event_id', 'snapshot'])
    .where(sql<SqlBool>`snapshot -> 'accused' @> any(${leads.map((lead) => JSON.stringify(lead))}::jsonb[])`)
    .execute();
  const kept = rows.filter(({ snapshot }) => standsIn(actor, { accused: accusedOf(snapshot) }, books.units));
  return kept.filter(({ snapshot }) => maySeeOrigin(actor, snapshot.origin)).map((row) => row.event_id);
}
