import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb, reasonText } from '../../tickets/act.ts';
import { pointsStill, replanPoints } from '../points.ts';
import { explanationOf } from '../clock-rows.ts';
import { movedBy } from '../set-aside.ts';
import { laidAgain, runningClock } from './a-clock.ts';

export const pauseClockInput = z.strictObject({
  ...asideInput,
  clockId: z.uuid(),
  reason: reasonText,
  /** The paper that lets it stand still, e.g. the letter to the third party. */
  proof: z.string().trim().min(2, '请写明凭据').max(500),
});

/** 停计, only where the rule allows it (政府信息公开条例 art. 32: asking a third party does not count). Natural hours never stop. */
export const pauseClock = defineVerb(
  'pause-clock',
  pauseClockInput,
  async ({ tx, ticket, input, actor, now, books }) => {
    const clock = await runningClock(tx, ticket, input.clockId);
    if (clock.rule.clock?.pausable !== true) throw new AppError('precondition_failed', `“${clock.title}”不得停计`);
    if (clock.paused_at !== null) throw new AppError('precondition_failed', `“${clock.title}”已在停计中`);
    if (clock.state === 'overdue' || clock.due_at <= now)
      throw new AppError('precondition_failed', `“${clock.title}”已到期，不能再停计`);
    const still = pointsStill(clock, now, books);
    const pause = { from: now.toISOString(), to: null, reason: input.reason, proof: input.proof, by: personOf(actor) };
    await tx
      .updateTable('responder_clocks')
      .set({
        ...{ paused_at: now, pauses: json([...clock.pauses, pause]) },
        ...{ points: json(still.points), next_fire_at: still.nextFireAt },
      })
      .where('id', '=', clock.id)
      .execute();
    return {
      entry: { text: `“${clock.title}”停计：${input.proof}`, reason: input.reason, payload: { clockId: clock.id } },
    };
  },
);

export const resumeClockInput = z.strictObject({ ...asideInput, clockId: z.uuid(), reason: reasonText });

/** 恢复计时: the due time is laid again from the same start without the time it stood still. */
export const resumeClock = defineVerb('resume-clock', resumeClockInput, async ({ tx, ticket, input, now, books }) => {
  const clock = await runningClock(tx, ticket, input.clockId);
  if (clock.paused_at === null) throw new AppError('precondition_failed', `“${clock.title}”没有停计`);
  const pauses = clock.pauses.map((pause) => (pause.to === null ? { ...pause, to: now.toISOString() } : pause));
  const laid = await laidAgain(tx, ticket, { ...clock, pauses }, clock.rule, books);
  const dueAt = clock.extended_from === null ? laid.due : movedBy(clock, { from: clock.paused_at, to: now }, books);
  const points = replanPoints(clock, dueAt, books, now);
  await tx
    .updateTable('responder_clocks')
    .set({
      ...{ paused_at: null, pauses: json(pauses), due_at: dueAt, explanation: json(explanationOf(laid)) },
      ...{ points: json(points.points), next_fire_at: points.nextFireAt },
    })
    .where('id', '=', clock.id)
    .execute();
  return {
    entry: {
      text: `“${clock.title}”恢复计时`,
      reason: input.reason,
      payload: { clockId: clock.id, dueAt: dueAt.toISOString() },
    },
  };
});
