import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb, noteText } from '../tickets/act.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { earlier, RELEASE_TITLES } from './record-release.ts';

export const confirmReleaseInput = z.strictObject({ ...baseInput, releaseId: z.uuid(), note: noteText });

/** 复核确认 by a second person. For a conference this is what stops N-02, at its actual start. */
export const confirmRelease = defineVerb('confirm-release', confirmReleaseInput, async (context) => {
  const { ticket, input, tx, now, actor } = context;
  const release = await tx
    .selectFrom('responder_releases')
    .selectAll()
    .where('id', '=', input.releaseId)
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirst();
  if (!release) throw new AppError('not_found', '没有这条发布登记');
  if (release.state !== 'held') throw new AppError('precondition_failed', '计划不能作为事实确认');
  if (release.confirmed_at !== null) throw new AppError('precondition_failed', '该登记已经确认');
  if (release.recorded_by.id === actor.id)
    throw new AppError('precondition_failed', '登记人不能自己复核，须由第二人确认');
  await tx
    .updateTable('responder_releases')
    .set({ confirmed_by: json(personOf(actor)), confirmed_at: now })
    .where('id', '=', release.id)
    .execute();
  const conference = release.kind === 'conference';
  const last = ticket.last_release_at;
  return {
    set: conference
      ? {
          conference_at: earlier(ticket.conference_at, release.at),
          first_response_at: earlier(ticket.first_response_at, release.at),
          first_authoritative_at: earlier(ticket.first_authoritative_at, release.at),
          last_release_at: last !== null && last > release.at ? last : release.at,
        }
      : {},
    entry: {
      kind: conference ? 'conference-confirmed' : 'release-confirmed',
      text: `复核确认${RELEASE_TITLES[release.kind]}：${release.title}（${spokenTime(release.at)}）`,
      payload: { releaseId: release.id, recordedBy: release.recorded_by, note: input.note ?? null },
    },
  };
});
