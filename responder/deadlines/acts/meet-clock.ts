import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import { runningClock } from './a-clock.ts';
import { moment } from '../../tickets/dates.ts';

export const meetClockInput = z.strictObject({
  ...asideInput,
  clockId: z.uuid(),
  /** When it was done, ISO 8601; not before the start and not in the future. A late one stays late. */
  at: moment('earlier', '履行时间'),
  /** Paper number, link or record that proves it. */
  proof: z.string().trim().min(2, '请写明凭据').max(500),
});

/** 登记已履行: only a clock a person started, or one whose rule says it is done by hand; the others stop by their facts alone. */
export const meetClock = defineVerb('meet-clock', meetClockInput, async ({ tx, ticket, input, actor }) => {
  const clock = await runningClock(tx, ticket, input.clockId);
  const byHand = clock.by_hand || clock.rule.satisfied_by.some(({ fact }) => fact === 'done_by_hand');
  if (!byHand)
    throw new AppError('precondition_failed', `“${clock.title}”凭相应事实停止，请登记该事实，不能直接登记已履行`);
  const at = new Date(input.at);
  if (at < clock.start_at) throw new AppError('precondition_failed', '履行时间不得早于起算时间');
  const stoppedBy = { fact: 'done_by_hand', by: personOf(actor), proof: input.proof };
  await tx
    .updateTable('responder_clocks')
    .set({ state: 'satisfied', stopped_at: at, stopped_by: json(stoppedBy), next_fire_at: null, paused_at: null })
    .where('id', '=', clock.id)
    .execute();
  const late = at > clock.due_at ? '（逾期）' : '';
  return { entry: { text: `“${clock.title}”已履行${late}：${input.proof}`, at, payload: { clockId: clock.id } } };
});
