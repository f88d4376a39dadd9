import { AppError } from '../../../platform/runtime/errors.ts';
import { lastHop } from '../../tickets/hops.ts';
import type { Clock, Ticket, Tx } from '../../tickets/ticket.ts';
import type { ResponderBooks } from '../../books.ts';
import { stopsOf } from '../clock-rows.ts';
import { rostersOf } from '../duty-hours.ts';
import { plan, type ClockPlan } from '../plans.ts';
import { factsOf } from '../ticket-facts.ts';
import type { ClockRule } from '../../../config/schema/clocks.ts';

/** The running clock of this ticket, locked. @throws AppError not_found, precondition_failed naming what became of it */
export async function runningClock(tx: Tx, ticket: Ticket, id: string): Promise<Clock> {
  const clock = await tx
    .selectFrom('responder_clocks')
    .selectAll()
    .where('id', '=', id)
    .where('ticket_id', '=', ticket.id)
    .forUpdate()
    .executeTakeFirst();
  if (!clock) throw new AppError('not_found', '没有这个时限');
  if (clock.state === 'satisfied') throw new AppError('precondition_failed', `“${clock.title}”已经履行`);
  if (clock.state === 'ended')
    throw new AppError('precondition_failed', `“${clock.title}”已经终止：${clock.ended_reason ?? '不再适用'}`);
  return clock;
}

/**
 * The clock laid anew by `rule` from its own start, its stops taken out. The person has decided that the rule applies, so its conditions are not
 * asked again.
 */
export async function laidAgain(
  tx: Tx,
  ticket: Ticket,
  clock: Pick<Clock, 'start_at' | 'start_source' | 'pauses'>,
  rule: ClockRule,
  books: ResponderBooks,
): Promise<ClockPlan> {
  const hop = await lastHop(tx, ticket.id);
  const rosterOf = await rostersOf(tx, ticket, books, clock.start_at);
  const start = rule.clock?.start[0];
  const facts = factsOf(ticket, hop?.received_at ?? null);
  const laid =
    start &&
    plan(
      books.clocks,
      { ...rule, applies: {}, provisional: undefined, clock: { ...rule.clock!, start: [start], start_by: [] } },
      { ...facts, intakes: [], times: { ...facts.times, [start]: { at: clock.start_at, source: clock.start_source } } },
      { work: books.calendar, pauses: stopsOf(clock), rosterOf },
    );
  if (!laid) throw new AppError('precondition_failed', `“${rule.title}”没有可计算的时限`);
  return { ...laid, rule };
}
