import { z } from 'zod';
import { instant } from '../../../ingest/messages.ts';
import { AppError } from '../../../platform/runtime/errors.ts';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import { json } from '../../tables.ts';
import { asideInput, defineVerb, reasonText } from '../../tickets/act.ts';
import { spokenTime } from '../../tickets/timeline.ts';
import { effectiveRules, familyOf } from '../book.ts';
import { explanationOf, ownerOf } from '../clock-rows.ts';
import { plannedPoints } from '../points.ts';
import { laidAgain } from './a-clock.ts';

export const startClockInput = z.strictObject({
  ...asideInput,
  /** Id of a rule of clocks.yaml that the machine does not start by itself, e.g. N-10. */
  rule: z.string().max(40),
  /** When the duty began to run, ISO 8601; never in the future. */
  startAt: instant,
  /** Who or what says so: 110, 接报记录, 批复文号 … */
  source: z.string().trim().min(2, '请写明起算时间的来源').max(200),
  reason: reasonText,
});

/**
 * 手工起算: duties that only a person can know to have begun (reports of an accident upwards, its investigation, disclosure on application).
 * Several runs of one rule are several clocks: each authority has its own two hours (493 arts. 10, 11).
 */
export const startClock = defineVerb(
  'start-clock',
  startClockInput,
  async ({ tx, ticket, input, actor, now, books }) => {
    const rule = effectiveRules(books.clocks).find((one) => one.id === input.rule);
    if (!rule?.clock) throw new AppError('not_found', `没有带时限的规则 ${input.rule}`);
    if (rule.auto) throw new AppError('precondition_failed', `“${rule.title}”由系统按事实起算，不得手工起算`);
    const startAt = new Date(input.startAt);
    if (startAt > now) throw new AppError('precondition_failed', '起算时间不得晚于现在');
    const laid = await laidAgain(
      tx,
      ticket,
      { start_at: startAt, start_source: input.source, pauses: [] },
      rule,
      books,
    );
    const runs = await tx
      .selectFrom('responder_clocks')
      .select('id')
      .where('ticket_id', '=', ticket.id)
      .where('rule_id', '=', rule.id)
      .execute();
    const points = plannedPoints(laid.warnPoints, [], laid.due, now);
    const clock = {
      id: uuidv7(now),
      ticket_id: ticket.id,
      origin: ticket.origin,
      rule_id: rule.id,
      step: `hand-${runs.length + 1}`,
      title: rule.title,
      family: familyOf(rule),
      role: rule.role,
      rule: json(rule),
      explanation: json(explanationOf(laid)),
      calendar: laid.calendar,
      start_at: startAt,
      start_source: input.source,
      due_at: laid.due,
      owner_unit: ownerOf(ticket, laid, books),
      by_hand: true,
      uncalibrated: laid.uncalibrated,
      state: 'running' as const,
      points: json(points.points),
      next_fire_at: points.nextFireAt,
      created_at: now,
    };
    await tx.insertInto('responder_clocks').values(clock).execute();
    return {
      entry: {
        text: `手工起算“${rule.title}”，自${spokenTime(startAt)}起（${input.source}），截止${spokenTime(laid.due)}`,
        reason: input.reason,
        payload: { clockId: clock.id, rule: rule.id, by: actor.name, dueAt: laid.due.toISOString() },
      },
    };
  },
);
