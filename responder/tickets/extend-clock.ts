import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { pointsStill, replanPoints } from '../deadlines/points.ts';
import { json } from '../tables.ts';
import { baseInput, defineVerb, reasonText } from './act.ts';
import { spokenTime } from './timeline.ts';
import { decide, extendable, openRequest, publicDue, refuseBeyond, tellApplicant } from './request-extension.ts';
import { moment } from './dates.ts';

export const extendInput = z.strictObject({
  ...baseInput,
  clockId: z.uuid(),
  until: moment('either', '延期至'),
  reason: reasonText,
});

/**
 * 批准延期: what the unit asked for or less, where the rule allows it, so often as the rulebook says and never past what the public waits
 * for. Public deadlines never move.
 */
export const extendClock = defineVerb('extend', extendInput, async (context) => {
  const { ticket, input, tx, now, actor, books } = context;
  const clock = await extendable(context, input.clockId);
  const request = await openRequest(tx, clock.id);
  if (!request) throw new AppError('precondition_failed', '承办单位尚未申请延期');
  if (request.requested_by.id === actor.id) throw new AppError('precondition_failed', '申请人不能批准自己的延期');
  const until = new Date(input.until);
  if (until > request.until) throw new AppError('precondition_failed', '批准的时间不能晚于申请的时间');
  refuseBeyond(clock, until, await publicDue(tx, ticket.id), books);
  const points =
    clock.paused_at === null ? replanPoints(clock, until, books, now) : pointsStill(clock, clock.paused_at, books);
  await tx
    .updateTable('responder_clocks')
    .set({
      ...{ due_at: until, extended_from: clock.due_at },
      ...{ points: json(points.points), next_fire_at: points.nextFireAt },
    })
    .where('id', '=', clock.id)
    .execute();
  await decide(tx, request.id, 'approved', { actor, now, reason: input.reason });
  const text = `批准“${clock.title}”延期至${spokenTime(until)}`;
  await tellApplicant(context, request, text);
  return {
    set: { extension_count: ticket.extension_count + 1 },
    entry: {
      text,
      reason: input.reason,
      payload: { clockId: clock.id, from: clock.due_at.toISOString(), until: input.until, requested: request.id },
    },
  };
});
