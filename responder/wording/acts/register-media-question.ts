import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { identityIn } from '../../papers/paper-checks.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import type { Tx } from '../../tickets/ticket.ts';
import { spokenTime } from '../../tickets/timeline.ts';
import { tellAt } from './a-promise.ts';
import { moment } from '../../tickets/dates.ts';

export const registerMediaQuestionInput = z.strictObject({
  ...asideInput,
  /** The institution alone, never the journalist. */
  outlet: z.string().trim().min(2, '请写媒体名称').max(60),
  question: z.string().trim().min(4, '请写明问题').max(1000),
  askedAt: moment('earlier', '问询时间').optional(),
  dueAt: moment('either', '答复期限'),
});

/** 登记媒体关切: outlet, question, deadline. A name or number of a journalist is refused. */
export const registerMediaQuestion = defineVerb(
  'register-media-question',
  registerMediaQuestionInput,
  async ({ tx, ticket, input, actor, now, books }) => {
    const personal = identityIn(`${input.outlet} ${input.question}`);
    if (personal.length > 0 || /记者|编辑/.test(input.outlet))
      throw new AppError(
        'precondition_failed',
        `只登记媒体机构和问题，不登记记者个人信息${personal.length > 0 ? `（含${personal.join('、')}）` : ''}`,
      );
    const askedAt = input.askedAt === undefined ? now : new Date(input.askedAt);
    const dueAt = new Date(input.dueAt);
    if (dueAt <= askedAt) throw new AppError('precondition_failed', '答复期限须晚于问询时间');
    await refuseSame(tx, ticket.id, input);
    const id = uuidv7(now);
    await tx
      .insertInto('responder_media_questions')
      .values({
        ...{ id, ticket_id: ticket.id, origin: ticket.origin, outlet: input.outlet, question: input.question },
        ...{ asked_at: askedAt, due_at: dueAt, registered_by: json(personOf(actor)), registered_at: now },
        tell_at: tellAt(dueAt, now, books.wording.media.warnHours),
      })
      .execute();
    return {
      entry: {
        text: `登记媒体关切：${input.outlet}，须于${spokenTime(dueAt)}前答复`,
        at: askedAt,
        payload: { questionId: id },
      },
    };
  },
);

/** @throws AppError conflict: the same is asked already and not answered yet */
async function refuseSame(
  tx: Tx,
  ticketId: string,
  { outlet, question }: { outlet: string; question: string },
): Promise<void> {
  const same = await tx
    .selectFrom('responder_media_questions')
    .select(['registered_by', 'registered_at'])
    .where('ticket_id', '=', ticketId)
    .where('outlet', '=', outlet)
    .where('question', '=', question)
    .where('state', '<>', 'replied')
    .limit(1)
    .executeTakeFirst();
  if (same === undefined) return;
  const current = { by: same.registered_by.name, at: toLocalIso(same.registered_at) };
  throw new AppError(
    'conflict',
    `${current.by} 已于 ${spokenTime(same.registered_at)} 登记同一媒体的同一问题，尚未答复，不必重复登记`,
    { current },
  );
}
