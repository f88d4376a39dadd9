import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { baseInput, defineVerb, noteText } from './act.ts';
import { openPapers } from './open-papers.ts';

export const archiveInput = z.strictObject({ ...baseInput, note: noteText });

/** 归档: nothing is put away while something of it is owed; an archived ticket takes no more acts. */
export const archiveTicket = defineVerb('archive', archiveInput, async ({ tx, ticket, input, now }) => {
  const owed = await openPapers(tx, ticket.id, now);
  if (owed.length > 0) throw new AppError('precondition_failed', `尚有未了事项，不能归档：${owed.join('、')}`);
  return { set: { archived_at: now }, entry: { text: '归档', payload: input.note ? { note: input.note } : {} } };
});
