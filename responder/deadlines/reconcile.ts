import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderBooks } from '../books.ts';
import { oweReportUpward } from '../consultations/upward-duty.ts';
import { tightenTasks } from '../consultations/tighten-tasks.ts';
import type { ResponderTables } from '../tables.ts';
import { conferenceWaived } from '../tickets/conference.ts';
import { lastHop } from '../tickets/hops.ts';
import { isOpen } from '../tickets/states.ts';
import type { Clock, Ticket, Tx } from '../tickets/ticket.ts';
import { ordersOf } from '../orders/attach-orders.ts';
import type { AttachedOrder } from '../orders/order.ts';
import { backwardPlan } from './backward.ts';
import { baseStep, clockChanges, isAfterClosing, stepOf, type ClockChange } from './clock-changes.ts';
import type { ClockNote } from './clock-notes.ts';
import { applyChanges } from './clock-rows.ts';
import { orderPlans } from './order-plans.ts';
import { rostersOf } from './duty-hours.ts';
import type { TicketFacts } from './facts.ts';
import { clocksFor, type ClockPlan, type PlanEnv } from './plans.ts';
import { againWhy, asideBy, endedBy, gapsByFamily } from './set-aside.ts';
import { factsOf, isStoppable, stopOf } from './ticket-facts.ts';

export type { ClockNote } from './clock-notes.ts';
type Gaps = NonNullable<TicketFacts['gaps']>;

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
  const orders = await ordersOf(unit.tx, ticket.id);
  const rosterOf = await rostersOf(unit.tx, ticket, books, unit.now);
  const ruled = rows.filter((clock) => !clock.rule.per_order && !clock.by_hand);
  const isMet = (clock: Clock): boolean => stopOf(ticket, clock) !== null;
  const gaps = gapsByFamily(ruled, unit.now, isMet);
  const wanted = wantedClocks(ticket, { deliveredAt: hop?.received_at ?? null, orders, gaps }, books, rosterOf);
  const steps = new Map(wanted.map((plan) => [plan.ruleId, stepOf(plan, hop?.hop ?? 0)]));
  const changes: ClockChange[] = [
    ...clockChanges(ticket, ruled, wanted, steps, reason ?? null),
    ...orderChanges(ticket, rows, orders, { books, now: unit.now, reason: reason ?? null }),
    ...handChanges(ticket, rows, reason ?? null),
  ];
  await oweReportUpward(unit, ticket, books);
  const milestones = backwardPlan(books.clocks, wanted);
  const reconciled = await applyChanges(unit, ticket, changes, { books, actor, milestones, rows, rosterOf });
  if (changes.length > 0) await tightenTasks(unit.tx, ticket, unit.now);
  return reconciled;
}

/** What should run now; a closed ticket owes only what begins with its closing, a merged one nothing. */
export function wantedClocks(
  ticket: Ticket,
  { deliveredAt, orders, gaps }: { deliveredAt: Date | null; orders: readonly AttachedOrder[]; gaps: Gaps },
  books: ResponderBooks,
  rosterOf?: PlanEnv['rosterOf'],
): ClockPlan[] {
  if (ticket.merged_into !== null) return [];
  const env = { work: books.calendar, rosterOf };
  const plans = clocksFor(books.clocks, { ...factsOf(ticket, deliveredAt, orders), gaps }, env)
    .filter(isStoppable)
    .filter(({ rule }) => !(isConference(rule) && conferenceWaived(ticket)));
  return isOpen(ticket.state) ? plans : plans.filter(({ rule }) => isAfterClosing(rule));
}

const isConference = ({ satisfied_by: stops }: ClockPlan['rule']): boolean =>
  stops.some(({ fact }) => fact === 'conference');

const owes = (ticket: Ticket): boolean => isOpen(ticket.state) && ticket.merged_into === null;

/** What a person started ends only with the ticket, and goes on with it. */
function handChanges(ticket: Ticket, rows: Clock[], reason: string | null): ClockChange[] {
  const own = rows.filter((clock) => clock.by_hand);
  if (!owes(ticket))
    return own
      .filter(({ state }) => state === 'running' || state === 'overdue')
      .map((clock) => ({ what: 'end', clock, why: reason ?? '工单已办结', by: endedBy(ticket, clock.rule) }));
  return own.flatMap((clock): ClockChange[] => {
    const by = asideBy(clock);
    return by === null || stopOf(ticket, clock) !== null
      ? []
      : [{ what: 'reopen', clock, why: reason ?? againWhy(by) }];
  });
}

/** Each order runs by itself: its clock starts, moves and ends without a look at those of the others. */
function orderChanges(
  ticket: Ticket,
  rows: Clock[],
  orders: readonly AttachedOrder[],
  { books, now, reason }: { books: ResponderBooks; now: Date; reason: string | null },
): ClockChange[] {
  const own = rows.filter((clock) => clock.rule.per_order);
  const gapsOf = (step: string) =>
    Object.values(
      gapsByFamily(
        own.filter((one) => baseStep(one) === step),
        now,
        (clock) => stopOf(ticket, clock) !== null,
      ),
    ).flat();
  const plans =
    owes(ticket) && !ticket.history ? orderPlans(books.clocks, orders, { work: books.calendar }, gapsOf) : new Map();
  return [...new Set([...own.map(baseStep), ...plans.keys()])].flatMap((step) => {
    const plan: ClockPlan | undefined = plans.get(step);
    const wanted = plan === undefined ? [] : [plan];
    const steps = new Map(wanted.map((one) => [one.ruleId, step]));
    const mine = own.filter((clock) => baseStep(clock) === step);
    return clockChanges(ticket, mine, wanted, steps, reason);
  });
}

const clocksOf = (tx: Tx, ticketId: string): Promise<Clock[]> =>
  tx.selectFrom('responder_clocks').selectAll().where('ticket_id', '=', ticketId).forUpdate().execute();
