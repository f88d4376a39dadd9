import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { DESKS } from '../desks.ts';
import { isGuest } from '../tickets/permissions.ts';
import { accusedUnits, notFound, type Ticket } from '../tickets/ticket.ts';
import type { QueryDeps } from './read.ts';
import { guestTickets, visibleTickets } from './visibility.ts';

/** A ticket and how much of it the person sees: guests its head and the desks they were let in to. */
export interface Seen {
  ticket: Ticket;
  isGuest: boolean;
}

/** Which desks of a ticket this person may open. */
export async function openDesks(deps: QueryDeps, actor: Actor, seen: Seen): Promise<{ name: string; title: string }[]> {
  const open = [];
  for (const desk of desksFor(seen)) {
    if (await desk.mayOpen(deps, actor, seen.ticket)) open.push({ name: desk.name, title: desk.title });
  }
  return open;
}

/** What lies on a desk. @throws AppError not_found: no such ticket or desk, or not this person's to see. */
export async function readDesk(deps: QueryDeps, actor: Actor, id: string, name: string): Promise<unknown> {
  const seen = await seenTicket(deps, actor, id);
  const desk = desksFor(seen).find((each) => each.name === name);
  if (!desk || !(await desk.mayOpen(deps, actor, seen.ticket))) {
    throw new AppError('not_found', '没有这一页，或您不在其知悉范围内');
  }
  return desk.read(deps, actor, seen.ticket);
}

const desksFor = (seen: Seen) => DESKS.filter((desk) => !seen.isGuest || desk.guests === true);

/** The row, if this person may see it, or was let in to a part of it. @throws AppError not_found */
export async function seenTicket({ db, books }: QueryDeps, actor: Actor, id: string): Promise<Seen> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) throw notFound();
  const row = db.selectFrom('responder_tickets as t').selectAll('t').where('t.id', '=', id);
  const whole = await row.where(visibleTickets(actor, books.units).where).executeTakeFirst();
  if (whole) return { ticket: whole, isGuest: false };
  const ticket = await row.where(guestTickets(actor)).executeTakeFirst();
  if (!ticket || !isGuest(actor, { ...ticket, accused: accusedUnits(ticket) }, books.units)) throw notFound();
  return { ticket, isGuest: true };
}
