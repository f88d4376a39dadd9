import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb, type VerbContext } from '../tickets/act.ts';
import { isBackDated } from '../tickets/timeline.ts';
import { refuseForeignProofs } from './proof-files.ts';
import { proof } from './record-release.ts';
import { moment } from '../tickets/dates.ts';

export const recordConferenceInput = z.strictObject({
  ...baseInput,
  /** Actual start; with `planned` the intended one. */
  startedAt: moment('either', '召开时间'),
  planned: z.boolean().default(false),
  title: z.string().trim().min(1).max(200),
  speaker: z.string().trim().max(100).optional(),
  speakerPost: z.string().trim().max(100).optional(),
  place: z.string().trim().max(200).optional(),
  /** Called by the superior: that body's name; its link stands as the proof. */
  calledBy: z.string().trim().max(100).optional(),
  proofs: z.array(proof).max(50).default([]),
});
type Input = z.output<typeof recordConferenceInput>;

/** What a held conference must bring (docs/rules.md §1: within 24 h, so start and speaker prove it); [] = complete. A bulletin, a briefing or a written Q&A brings no actual start and speaker. */
export function conferenceGaps(
  input: Pick<Input, 'speaker' | 'speakerPost' | 'place' | 'calledBy' | 'proofs'>,
): string[] {
  if (input.calledBy) return input.proofs.some((item) => item.kind === 'link') ? [] : ['上级召开的发布会须附其链接'];
  const gaps: string[] = [];
  if (!input.speaker || !input.speakerPost) gaps.push('发布人及职务');
  if (!input.place) gaps.push('地点');
  if (!input.proofs.some((item) => item.kind === 'transcript' || item.kind === 'video')) gaps.push('文字实录或视频');
  if (!input.proofs.some((item) => item.outside)) gaps.push('一项外部证明');
  return gaps;
}

/** 登记发布会: a plan and a fact are two things; even the fact stops N-02 only once a second person has confirmed it. */
export const recordConference = defineVerb('record-conference', recordConferenceInput, async (context) => {
  const { input, tx, now } = context;
  const at = new Date(input.startedAt);
  if (!input.planned) {
    if (at > now)
      throw new AppError('precondition_failed', '开始时间晚于现在：尚未召开的只能登记为计划，计划不停止时限');
    const gaps = conferenceGaps(input);
    if (gaps.length > 0) throw new AppError('precondition_failed', `发布会登记缺：${gaps.join('、')}`, { gaps });
  }
  await refuseForeignProofs(context, input.proofs);
  const id = uuidv7(now);
  await tx
    .insertInto('responder_releases')
    .values(conferenceRow(context, id, at))
    .execute();
  const plannedAt = input.planned ? input.startedAt : null;
  return {
    entry: {
      kind: input.planned ? 'conference-planned' : 'conference-recorded',
      text: input.planned ? `计划召开发布会：${input.title}` : `登记发布会：${input.title}，待复核确认`,
      ...(input.planned ? {} : { at }),
      payload: { releaseId: id, speaker: input.speaker ?? null, post: input.speakerPost ?? null, plannedAt },
    },
  };
});

const conferenceRow = ({ ticket, input, now, actor }: VerbContext<Input>, id: string, at: Date) => ({
  id,
  ticket_id: ticket.id,
  kind: 'conference' as const,
  state: input.planned ? ('planned' as const) : ('held' as const),
  at,
  recorded_at: now,
  back_dated: !input.planned && isBackDated(at, now),
  title: input.title,
  channel: '新闻发布会',
  url: input.proofs.find((item) => item.kind === 'link')?.value ?? null,
  text: null,
  content_hash: null,
  matches_approval: null,
  speaker: input.speaker ?? null,
  speaker_post: input.speakerPost ?? null,
  place: input.place ?? null,
  called_by: input.calledBy ?? null,
  proofs: json(input.proofs),
  authoritative: !input.planned,
  public: true,
  recorded_by: json(personOf(actor)),
});
