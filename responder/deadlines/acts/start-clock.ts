import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import type { ResponderBooks } from '../../books.ts';
import { json } from '../../tables.ts';
import { asideInput, defineVerb, reasonText } from '../../tickets/act.ts';
import type { Ticket } from '../../tickets/ticket.ts';
import { spokenTime } from '../../tickets/timeline.ts';
import { effectiveRules, familyOf } from '../book.ts';
import { explanationOf, ownerOf } from '../clock-rows.ts';
import type { ClockPlan } from '../plans.ts';
import { plannedPoints } from '../points.ts';
import { laidAgain } from './a-clock.ts';
import { moment } from '../../tickets/dates.ts';

export const startClockInput = z.strictObject({
  ...asideInput,
  /** Id of a rule of clocks.yaml that the machine does not start by itself, e.g. N-10. */
  rule: z.string().max(40),
  /** When the duty began to run, ISO 8601; never in the future. */
  startAt: moment('earlier', '起算时间'),
  /** Who or what says so: 110, 接报记录, 批复文号 … */
  source: z.string().trim().min(2, '请写明起算时间的来源').max(200),
  reason: reasonText,
});

/**
 * 手工起算: duties that only a person can know to have begun (reports of an accident upwards, its investigation, disclosure on application).
 * Several runs of one rule are several clocks: each authority has its own two hours (493 arts. 10, 11).
 */
export const startClock = defineVerb('start-clock', startClockInput, async ({ tx, ticket, input, now, books }) => {
  const rule = effectiveRules(books.clocks).find((one) => one.id === input.rule);
  if (!rule?.clock) throw new AppError('not_found', `没有带时限的规则 ${input.rule}`);
  if (rule.auto) throw new AppError('precondition_failed', `“${rule.title}”由系统按事实起算，不得手工起算`);
  const start = { start_at: new Date(input.startAt), start_source: input.source, pauses: [] };
  const laid = await laidAgain(tx, ticket, start, rule, books);
  const { length } = await tx
    .selectFrom('responder_clocks')
    .select('id')
    .where('ticket_id', '=', ticket.id)
    .where('rule_id', '=', rule.id)
    .execute();
  const clock = clockRow(ticket, laid, `hand-${length + 1}`, books, now);
  await tx.insertInto('responder_clocks').values(clock).execute();
  const [from, until] = [spokenTime(start.start_at), spokenTime(laid.due)];
  return {
    entry: {
      text: `手工起算“${rule.title}”，自${from}起（${input.source}），截止${until}`,
      reason: input.reason,
      payload: { clockId: clock.id, rule: rule.id, dueAt: laid.due.toISOString() },
    },
  };
});

function clockRow(ticket: Ticket, laid: ClockPlan, step: string, books: ResponderBooks, now: Date) {
  const { rule } = laid;
  const points = plannedPoints(laid.warnPoints, [], laid.due, now);
  return {
    ...{ id: uuidv7(now), ticket_id: ticket.id, origin: ticket.origin, rule_id: rule.id, step, title: rule.title },
    ...{ family: familyOf(rule), role: rule.role, rule: json(rule), explanation: json(explanationOf(laid)) },
    ...{ calendar: laid.calendar, start_at: laid.start.at, start_source: laid.start.source, due_at: laid.due },
    ...{ owner_unit: ownerOf(ticket, laid, books), by_hand: true, uncalibrated: laid.uncalibrated, created_at: now },
    ...{ state: 'running' as const, points: json(points.points), next_fire_at: points.nextFireAt },
  };
}
