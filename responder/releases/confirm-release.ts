import type { Selectable } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf, type ReleasesTable } from '../tables.ts';
import { baseInput, defineVerb, noteText, type VerbContext, type VerbEffect } from '../tickets/act.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { earlier, RELEASE_TITLES } from './record-release.ts';

export const confirmReleaseInput = z
  .strictObject({
    ...baseInput,
    releaseId: z.uuid(),
    /** False = it was not held so, or the proofs do not show it: the record stays, refused, and stops nothing. */
    agree: z.boolean().default(true),
    note: noteText,
  })
  .refine(({ agree, note }) => agree || (note ?? '').length >= 2, { path: ['note'], error: '不予确认须写明理由' });
type Input = z.output<typeof confirmReleaseInput>;
type Release = Selectable<ReleasesTable>;

/** 复核确认 by a second person. For a conference this is what stops N-02, at its actual start. */
export const confirmRelease = defineVerb('confirm-release', confirmReleaseInput, async (context) => {
  const { ticket, input, tx, actor } = context;
  const release = await tx
    .selectFrom('responder_releases')
    .selectAll()
    .where('id', '=', input.releaseId)
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirst();
  if (!release) throw new AppError('not_found', '没有这条发布登记');
  if (release.state === 'planned') throw new AppError('precondition_failed', '计划不能作为事实确认');
  if (release.state === 'refused') throw new AppError('precondition_failed', '该登记已不予确认，请核实后重新登记');
  if (release.confirmed_at !== null) throw new AppError('precondition_failed', '该登记已经确认');
  if (release.recorded_by.id === actor.id)
    throw new AppError('precondition_failed', '登记人不能自己复核，须由第二人确认');
  return input.agree ? confirm(context, release) : refuse(context, release);
});

async function confirm({ ticket, input, tx, now, actor }: VerbContext<Input>, release: Release): Promise<VerbEffect> {
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
      text: `复核确认${named(release)}`,
      payload: { releaseId: release.id, recordedBy: release.recorded_by, note: input.note ?? null },
    },
  };
}

async function refuse({ input, tx, now, actor }: VerbContext<Input>, release: Release): Promise<VerbEffect> {
  const reason = input.note ?? '';
  await tx
    .updateTable('responder_releases')
    .set({ state: 'refused', refusal: json({ reason, by: personOf(actor), at: now.toISOString() }) })
    .where('id', '=', release.id)
    .execute();
  return {
    entry: {
      kind: 'release-refused',
      text: `不予确认${named(release)}，时限未停，须核实后重新登记`,
      reason,
      payload: { releaseId: release.id, recordedBy: release.recorded_by },
    },
  };
}

const named = ({ kind, title, at }: Release): string => `${RELEASE_TITLES[kind]}：${title}（${spokenTime(at)}）`;
