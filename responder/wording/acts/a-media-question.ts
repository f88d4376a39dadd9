import { z } from 'zod';
import type { Selectable } from 'kysely';
import { AppError } from '../../../platform/runtime/errors.ts';
import type { Tx } from '../../tickets/ticket.ts';
import { newest } from '../own-paper.ts';
import type { MediaQuestionsTable } from '../tables.ts';

export type MediaQuestion = Selectable<MediaQuestionsTable>;
export const atQuestion = { questionId: z.uuid(), version: z.number().int().positive() };

export const MEDIA_STATES: Record<MediaQuestion['state'], string> = {
  open: '待答复',
  drafted: '待审核',
  approved: '已审核待答复',
  replied: '已答复',
};

/** The question of this ticket, locked, in one of `states`. @throws AppError not_found, conflict, precondition_failed */
export async function lockQuestion(
  tx: Tx,
  ticketId: string,
  at: { questionId: string; version: number },
  ...states: MediaQuestion['state'][]
): Promise<MediaQuestion> {
  const row = await tx
    .selectFrom('responder_media_questions')
    .selectAll()
    .where('id', '=', at.questionId)
    .where('ticket_id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst();
  const question = newest(row, at.version, '这项媒体关切', ({ approved_by, replied_by, approved_at }) => ({
    by: approved_by ?? replied_by,
    at: approved_at,
  }));
  if (!states.includes(question.state))
    throw new AppError('precondition_failed', `该媒体关切${MEDIA_STATES[question.state]}，不能再办理这一项`);
  return question;
}
