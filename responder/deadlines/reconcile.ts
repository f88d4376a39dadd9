import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import type { ResponderTables } from '../tables.ts';
import { lastHop } from '../tickets/hops.ts';
import { isOpen } from '../tickets/states.ts';
import type { Clock, Ticket, Tx } from '../tickets/ticket.ts';
import { backwardPlan } from './backward.ts';
import { clockChanges, stepOf, type ClockChange } from './clock-changes.ts';
import { applyChanges, type ClockNote } from './clock-rows.ts';
import { clocksFor, type ClockPlan } from './plans.ts';
import { factsOf, isStoppable } from './ticket-facts.ts';

export type { ClockNote } from './clock-rows.ts';

export interface Reconciled {
  /** What happened to which clock, for the timeline entry. */
  notes: ClockNote[];
  /** Earliest moment any clock of this ticket wants to fire. */
  nextFireAt: Date | null;
}

/**
 * Brings the clock rows of a ticket in line with its facts, inside the verb's transaction: starts, keeps (暂计 → 正式), stops by facts,
 * moves a start that was corrected, ends what no longer applies. Running it twice changes nothing the second time.
 */
export async function reconcileClocks(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  books: ResponderBooks,
  actor: Actor,
  reason?: string,
): Promise<Reconciled> {
  const rows = await clocksOf(unit.tx, ticket.id);
  const hop = await lastHop(unit.tx, ticket.id);
  const wanted = wantedClocks(ticket, hop?.received_at ?? null, books);
  const steps = new Map(wanted.map((plan) => [plan.ruleId, stepOf(plan, hop?.hop ?? 0)]));
  const changes: ClockChange[] = clockChanges(ticket, rows, wanted, steps, reason ?? null);
  const milestones = backwardPlan(books.clocks, wanted);
  return applyChanges(unit, ticket, changes, { books, actor, milestones, rows });
}

/** What should run now; a closed or merged ticket owes nothing more. */
export function wantedClocks(ticket: Ticket, deliveredAt: Date | null, books: ResponderBooks): ClockPlan[] {
  if (!isOpen(ticket.state) || ticket.merged_into !== null) return [];
  return clocksFor(books.clocks, factsOf(ticket, deliveredAt), { work: books.calendar }).filter(isStoppable);
}

const clocksOf = (tx: Tx, ticketId: string): Promise<Clock[]> =>
  tx.selectFrom('responder_clocks').selectAll().where('ticket_id', '=', ticketId).forUpdate().execute();
