import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { wholeMinute } from '../../platform/runtime/local-time.ts';
import { maskedNumber, personalDataIn } from '../papers/paper-checks.ts';
import { json, personOf, type Phoned } from '../tables.ts';
import { baseInput, defineVerb, noteText } from './act.ts';
import { lastHop } from './hops.ts';
import { unitName } from './permissions.ts';
import { spokenTime } from './timeline.ts';
import { moment } from './dates.ts';

export const acceptByPhoneInput = z.strictObject({
  ...baseInput,
  /** The post that took the call, e.g. 值班室; no name of a person. */
  post: z.string().trim().min(2, '请填写接听岗位').max(50),
  /** The number we called; only its mask is kept. */
  number: z.string().trim().min(5, '接听号码至少5位：固定电话、手机，或“内线”加分机号').max(30),
  at: moment('since', '电话签收时间'),
  note: noteText,
});
export const countersignInput = z.strictObject({ ...baseInput, note: noteText });

/** 电话签收: the duty desk enters it for the unit. The sign-in clock stops at the time of the call; the unit signs later (补签). */
export const acceptByPhone = defineVerb('accept-by-phone', acceptByPhoneInput, async (context) => {
  const { ticket, input, tx, actor, books } = context;
  const called = new Date(input.at);
  const hop = await lastHop(tx, ticket.id);
  const received = hop?.received_at ?? ticket.opened_at;
  if (!hop || called < wholeMinute(received))
    throw new AppError('precondition_failed', `电话签收时间不能早于交办时间（${spokenTime(received, called)}）`);
  const at = called < received ? received : called;
  if (personalDataIn(`${input.post}\n${input.note ?? ''}`).length > 0)
    throw new AppError('precondition_failed', '接听岗位和备注中不得含个人信息');
  const phoned: Phoned = { post: input.post, number: maskedNumber(input.number), at: input.at, by: personOf(actor) };
  await tx
    .updateTable('responder_assignments')
    .set({ accepted_at: at, phoned: json(phoned) })
    .where('id', '=', hop.id)
    .execute();
  const unit = unitName(books.units, ticket.lead_unit);
  return {
    set: { accepted_at: at, countersign_due: true },
    entry: {
      text: `${unit}电话签收（${input.post} ${phoned.number}），待补签`,
      at,
      payload: { post: input.post, number: phoned.number, note: input.note ?? null },
    },
  };
});

/** 补签 of an order that was signed for by telephone. */
export const countersign = defineVerb(
  'countersign',
  countersignInput,
  async ({ ticket, input, tx, now, actor, books }) => {
    const hop = await lastHop(tx, ticket.id);
    if (!ticket.countersign_due || !hop?.phoned) throw new AppError('precondition_failed', '没有待补签的电话签收');
    await tx
      .updateTable('responder_assignments')
      .set({ countersigned_at: now, countersigned_by: json(personOf(actor)) })
      .where('id', '=', hop.id)
      .execute();
    return {
      set: { countersign_due: false },
      entry: {
        text: `${unitName(books.units, actor.unitId)}补签（电话签收于${spokenTime(new Date(hop.phoned.at))}）`,
        payload: input.note ? { note: input.note } : {},
      },
    };
  },
);
