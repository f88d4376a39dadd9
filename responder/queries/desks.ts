import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { DESKS } from '../desks.ts';
import { notFound, type Ticket } from '../tickets/ticket.ts';
import type { QueryDeps } from './read.ts';
import { visibleTickets } from './visibility.ts';

/** Which desks of a ticket this person may open. */
export async function openDesks(
  deps: QueryDeps,
  actor: Actor,
  ticket: Ticket,
): Promise<{ name: string; title: string }[]> {
  const open = [];
  for (const desk of DESKS) {
    if (await desk.mayOpen(deps, actor, ticket)) open.push({ name: desk.name, title: desk.title });
  }
  return open;
}

/** What lies on a desk. @throws AppError not_found: no such ticket or desk, or not this person's to see. */
export async function readDesk(deps: QueryDeps, actor: Actor, id: string, name: string): Promise<unknown> {
  const ticket = await seenTicket(deps, actor, id);
  const desk = DESKS.find((each) => each.name === name);
  if (!desk || !(await desk.mayOpen(deps, actor, ticket))) {
    throw new AppError('not_found', '没有这一页，或您不在其知悉范围内');
  }
  return desk.read(deps, actor, ticket);
}

/** The row, if this person may see it. @throws AppError not_found */
export async function seenTicket(deps: QueryDeps, actor: Actor, id: string): Promise<Ticket> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) throw notFound();
  const ticket = await deps.db
    .selectFrom('responder_tickets as t')
    .selectAll('t')
    .where('t.id', '=', id)
    .where(visibleTickets(actor, deps.books.units).where)
    .executeTakeFirst();
  if (!ticket) throw notFound();
  return ticket;
}
