import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import { unitName } from '../../tickets/permissions.ts';
import { spokenTime } from '../../tickets/timeline.ts';
import { refuseStranger, tellAt } from './a-promise.ts';
import { moment } from '../../tickets/dates.ts';

export const registerPromiseInput = z.strictObject({
  ...asideInput,
  text: z.string().trim().min(4, '请写明承诺了什么').max(500),
  /** The unit that must keep it. */
  unit: z.string(),
  dueAt: moment('either', '承诺期限'),
  /** Where it was said: a release on record, or in words (meeting, interview). */
  releaseId: z.uuid().optional(),
  saidIn: z.string().trim().max(200).optional(),
});

/** 登记承诺: found in a text or heard said; a person registers. One whose time has passed may still be registered, and is overdue. */
export const registerPromise = defineVerb(
  'register-promise',
  registerPromiseInput,
  async ({ tx, ticket, input, actor, now, books }) => {
    if (!books.units.has(input.unit)) throw new AppError('invalid_input', `没有编号为 ${input.unit} 的单位`);
    refuseStranger(input.unit, ticket, books.units);
    if (input.releaseId === undefined && !input.saidIn)
      throw new AppError('precondition_failed', '须写明承诺的出处：已登记的发布，或会议、采访等');
    if (input.releaseId !== undefined) {
      const release = await tx
        .selectFrom('responder_releases')
        .select('id')
        .where('id', '=', input.releaseId)
        .where('ticket_id', '=', ticket.id)
        .executeTakeFirst();
      if (!release) throw new AppError('not_found', '没有这条发布登记');
    }
    const id = uuidv7(now);
    const dueAt = new Date(input.dueAt);
    await tx
      .insertInto('responder_promises')
      .values({
        ...{ id, ticket_id: ticket.id, origin: ticket.origin, jurisdiction: ticket.jurisdiction },
        ...{ text: input.text, unit: input.unit, due_at: dueAt },
        ...{ release_id: input.releaseId ?? null, said_in: input.saidIn ?? null },
        ...{ registered_by: json(personOf(actor)), registered_at: now },
        tell_at: tellAt(dueAt, now, books.wording.promises.warnHours),
      })
      .execute();
    const unit = unitName(books.units, input.unit);
    return {
      entry: { text: `登记承诺：${input.text}（${unit}，${spokenTime(dueAt)}前）`, payload: { promiseId: id } },
    };
  },
);
