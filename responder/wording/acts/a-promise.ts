import { z } from 'zod';
import type { Selectable } from 'kysely';
import { AppError } from '../../../platform/runtime/errors.ts';
import type { Actor } from '../../../platform/runtime/kernel.ts';
import { leadsHere } from '../../tickets/leads-here.ts';
import { unitName, type Units } from '../../tickets/permissions.ts';
import type { Accusing, Ticket, Tx } from '../../tickets/ticket.ts';
import { newest } from '../own-paper.ts';
import type { PromisesTable } from '../tables.ts';

export const atPromise = { promiseId: z.uuid(), version: z.number().int().positive() };

/** When its unit is told next: so many hours ahead, then at the due time. */
export function tellAt(dueAt: Date, now: Date, warnHours: number): Date {
  const ahead = new Date(dueAt.getTime() - warnHours * 3_600_000);
  return ahead > now ? ahead : dueAt > now ? dueAt : now;
}

/** The open promise of this ticket, locked. @throws AppError not_found, conflict, precondition_failed when it is settled */
export async function lockPromise(
  tx: Tx,
  ticketId: string,
  at: { promiseId: string; version: number },
): Promise<Selectable<PromisesTable>> {
  const row = await tx
    .selectFrom('responder_promises')
    .selectAll()
    .where('id', '=', at.promiseId)
    .where('ticket_id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst();
  const promise = newest(row, at.version, '这项承诺', ({ settled_by, moves }) => ({
    by: settled_by ?? moves.at(-1)?.by ?? null,
    at: null,
  }));
  if (promise.state === 'kept') throw new AppError('precondition_failed', '这项承诺已登记兑现');
  return promise;
}

/** A promise is settled by who made it, or by the lead bodies; not by whoever works on the matter too. @throws AppError forbidden */
export function refuseOther({ unit }: { unit: string }, actor: Actor, ticket: Accusing, units: Units): void {
  if (actor.unitId === unit || leadsHere(actor, ticket, units)) return;
  throw new AppError('forbidden', `这项承诺由${unitName(units, unit)}负责，只有该单位或牵头单位可以办理`);
}

/**
 * Once it is overdue its own unit says only when it was kept late: another date, or that it had been kept in time, is for the lead body to say.
 * @throws AppError forbidden
 */
export function refuseOwnRescue(
  { due_at: due }: { due_at: Date },
  actor: Actor,
  { ticket, now, units }: { ticket: Accusing; now: Date; units: Units },
  what: string,
): void {
  if (due > now || leadsHere(actor, ticket, units)) return;
  throw new AppError('forbidden', `这项承诺已逾期，${what}须由牵头单位核实办理`);
}

/** Units whose promise may be entered; null = any: before anybody has the order nobody knows yet who will. */
export function promisers(ticket: Ticket): string[] | null {
  if (ticket.lead_unit === null) return null;
  const parties = [ticket.lead_unit, ticket.coordinator_unit, ticket.owner_unit];
  return [...parties.filter((unit) => unit !== null), ...ticket.co_units, ...ticket.via_units];
}

/** @throws AppError precondition_failed: a unit that has no part in the matter could neither read nor keep it */
export function refuseStranger(unit: string, ticket: Ticket, units: Units): void {
  if (promisers(ticket)?.includes(unit) ?? true) return;
  throw new AppError(
    'precondition_failed',
    `${unitName(units, unit)}不在本工单的办理单位之列，请先交其承办或协办，再登记其承诺`,
  );
}
