import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb } from '../tickets/act.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { moment } from '../tickets/dates.ts';

export const planReleaseInput = z.strictObject({
  ...asideInput,
  message: z.string().trim().min(1).max(500),
  speaker: z.string().trim().min(1).max(100),
  channel: z.string().trim().min(1).max(100),
  at: moment('term', '计划时间'),
  followUp: z.string().trim().max(500).optional(),
});

/** 发布计划, one step: what is to be said, by whom, where, when, and what comes after. It stops no clock. */
export const planRelease = defineVerb('plan-release', planReleaseInput, async ({ tx, ticket, input, now, actor }) => {
  const at = new Date(input.at);
  const id = uuidv7(now);
  await tx
    .insertInto('responder_release_plans')
    .values({
      ...{ id, ticket_id: ticket.id, origin: ticket.origin, message: input.message, speaker: input.speaker },
      ...{ channel: input.channel, at, follow_up: input.followUp ?? null, state: 'open' },
      ...{ planned_by: json(personOf(actor)), planned_at: now },
    })
    .execute();
  return {
    entry: {
      text: `列入发布计划：${input.message}（${input.speaker}，${input.channel}，${spokenTime(at)}）`,
      payload: { planId: id },
    },
  };
});

export const settlePlanInput = z.strictObject({
  ...asideInput,
  planId: z.uuid(),
  outcome: z.enum(['done', 'dropped']),
  reason: z.string().trim().min(2, '请写明情况').max(500),
});

/** A step carried out elsewhere than at this desk, or given up with the reason. */
export const settlePlan = defineVerb('settle-plan', settlePlanInput, async ({ tx, ticket, input, now, actor }) => {
  const settled = {
    state: input.outcome,
    settled_by: json(personOf(actor)),
    settled_at: now,
    settled_why: input.reason,
  };
  const row = await tx
    .updateTable('responder_release_plans')
    .set(settled)
    .where('id', '=', input.planId)
    .where('ticket_id', '=', ticket.id)
    .where('state', '=', 'open')
    .returning('message')
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', '没有这项未完成的发布计划');
  const text = `发布计划${input.outcome === 'done' ? '已完成' : '取消'}：${row.message}`;
  return { entry: { text, reason: input.reason, payload: { planId: input.planId } } };
});
