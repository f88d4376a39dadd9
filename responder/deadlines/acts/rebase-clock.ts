import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb, reasonText } from '../../tickets/act.ts';
import { spokenTime } from '../../tickets/timeline.ts';
import { effectiveRules } from '../book.ts';
import { explanationOf } from '../clock-rows.ts';
import { replanPoints } from '../points.ts';
import { laidAgain, runningClock } from './a-clock.ts';

export const rebaseClockInput = z.strictObject({ ...asideInput, clockId: z.uuid(), reason: reasonText });

/**
 * 按现行规则重算: a rulebook that was edited moves no running clock; a person may take the new text over for one. The replaced copy and its due time
 * are kept. A clock that has fallen due stays due: a later rule does not undo a lateness.
 */
export const rebaseClock = defineVerb(
  'rebase-clock',
  rebaseClockInput,
  async ({ tx, ticket, input, actor, now, books }) => {
    const clock = await runningClock(tx, ticket, input.clockId);
    if (clock.state === 'overdue' || clock.due_at <= now)
      throw new AppError('precondition_failed', `“${clock.title}”已到期，不能改按新规则计算`);
    if (clock.paused_at !== null) throw new AppError('precondition_failed', '停计中的时限须先恢复计时');
    if (clock.extended_from !== null) throw new AppError('precondition_failed', '已批准延期的时限不再重算');
    const rule = effectiveRules(books.clocks).find((one) => one.id === clock.rule_id);
    if (!rule?.clock) throw new AppError('precondition_failed', `现行规则中已没有 ${clock.rule_id}`);
    if (isDeepStrictEqual(JSON.parse(JSON.stringify(rule)), clock.rule))
      throw new AppError('precondition_failed', '现行规则与本时限所依据的规则相同，无需重算');
    const laid = await laidAgain(tx, ticket, clock, rule, books);
    const points = replanPoints({ ...clock, rule }, laid.due, books, now);
    const before = {
      ...{ at: toLocalIso(now), by: personOf(actor), reason: input.reason },
      ...{ rule: clock.rule, dueAt: toLocalIso(clock.due_at) },
    };
    await tx
      .updateTable('responder_clocks')
      .set({
        ...{ rule: json(rule), title: rule.title, due_at: laid.due, calendar: laid.calendar },
        ...{ explanation: json(explanationOf(laid)), uncalibrated: laid.uncalibrated },
        ...{ rule_history: json([...clock.rule_history, before]) },
        ...{ points: json(points.points), next_fire_at: points.nextFireAt },
      })
      .where('id', '=', clock.id)
      .execute();
    return {
      entry: {
        text: `“${clock.title}”改按现行规则计算，截止由${spokenTime(clock.due_at)}改为${spokenTime(laid.due)}`,
        reason: input.reason,
        payload: { clockId: clock.id, dueAt: laid.due.toISOString() },
      },
    };
  },
);
