import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { json, personOf, type ReleaseKind } from '../tables.ts';
import { baseInput, defineVerb, type VerbContext } from '../tickets/act.ts';
import { contentHash } from '../tickets/report-result.ts';
import type { Ticket, TicketPatch } from '../tickets/ticket.ts';
import { isBackDated } from '../tickets/timeline.ts';
import { refuseForeignProofs } from './proof-files.ts';
import { refuseUnlisted } from './spokespersons.ts';
import { moment } from '../tickets/dates.ts';

export const webAddress = z.url({ protocol: /^https?$/, error: '须为 http:// 或 https:// 开头的网址' });

export const proof = z
  .strictObject({
    kind: z.enum(['link', 'attachment', 'transcript', 'video', 'photo', 'text']),
    value: z.string().trim().min(1).max(5000),
    /** From outside our own channels. */
    outside: z.boolean(),
  })
  .refine(({ kind, value }) => kind !== 'link' || webAddress.safeParse(value).success, {
    path: ['value'],
    error: '链接证明须为 http:// 或 https:// 开头的网址；只有文字说明的，请选“说明”',
  });

export const recordReleaseInput = z.strictObject({
  ...baseInput,
  kind: z.enum(['first_information', 'clarification', 'follow_up', 'reply']),
  /** When it was really published; with `planned` when it is meant to be. */
  at: moment('either', '发布时间'),
  planned: z.boolean().default(false),
  title: z.string().trim().min(1).max(200),
  channel: z.string().trim().min(1).max(100),
  url: webAddress.optional(),
  text: z.string().max(20_000).optional(),
  proofs: z.array(proof).max(50).default([]),
});
type Input = z.output<typeof recordReleaseInput>;

export const RELEASE_TITLES: Record<ReleaseKind, string> = {
  first_information: '首次权威信息',
  conference: '新闻发布会',
  clarification: '澄清',
  follow_up: '后续发布',
  reply: '答复',
};

/** 登记回应 at its actual time, with a link or another proof. A plan is kept beside and stops nothing. */
export const recordRelease = defineVerb('record-release', recordReleaseInput, async (context) => {
  const { ticket, input, tx, now, actor } = context;
  const at = new Date(input.at);
  if (!input.planned) checkFact(at, now, input);
  await refuseForeignProofs(context, input.proofs);
  const id = uuidv7(now);
  const row = releaseRow(context, id, at);
  await tx.insertInto('responder_releases').values(row).execute();
  const title = RELEASE_TITLES[input.kind];
  const flag = input.kind === 'reply' && !input.planned ? await refuseUnlisted(tx, actor, ticket.origin) : '';
  return {
    ...(input.planned || ticket.state !== 'reviewed' ? { stay: true } : {}),
    set: input.planned ? {} : firstTimes(context, at, row.public),
    entry: {
      kind: input.planned ? 'release-planned' : 'release-recorded',
      text: `${input.planned ? '计划发布' : '登记'}${title}：《${input.title}》（${input.channel}）${flag}`,
      ...(input.planned ? {} : { at }),
      payload: {
        releaseId: id,
        kind: input.kind,
        url: input.url ?? null,
        contentHash: row.content_hash,
        matchesApproval: row.matches_approval,
      },
    },
  };
});

function checkFact(at: Date, now: Date, input: Input): void {
  if (at > now) throw new AppError('precondition_failed', '发布时间晚于现在：尚未发生的只能登记为计划，计划不停止时限');
  if (!input.url && input.proofs.length === 0)
    throw new AppError('precondition_failed', '须附发布链接或其他证明，没有证明的登记不能停止时限');
}

function releaseRow({ ticket, input, now, actor }: VerbContext<Input>, id: string, at: Date) {
  const hash = input.text === undefined ? null : contentHash(input.text);
  const approved = ticket.approval?.draftHash ?? null;
  const isPublic = input.kind !== 'reply' || input.url !== undefined;
  return {
    id,
    ticket_id: ticket.id,
    kind: input.kind,
    state: input.planned ? ('planned' as const) : ('held' as const),
    at,
    recorded_at: now,
    back_dated: !input.planned && isBackDated(at, now),
    title: input.title,
    channel: input.channel,
    url: input.url ?? null,
    text: input.text ?? null,
    content_hash: hash,
    matches_approval: hash === null || approved === null ? null : hash === approved,
    speaker: null,
    speaker_post: null,
    place: null,
    called_by: null,
    proofs: json(input.proofs),
    authoritative: isPublic && !input.planned,
    public: isPublic,
    unit: actor.unitId,
    recorded_by: json(personOf(actor)),
  };
}

/** The earliest fact counts, also when it is recorded late; the clocks compare it with their due time. */
export function firstTimes({ ticket }: { ticket: Ticket }, at: Date, isPublic: boolean): TicketPatch {
  return {
    first_response_at: earlier(ticket.first_response_at, at),
    ...(isPublic ? { first_authoritative_at: earlier(ticket.first_authoritative_at, at) } : {}),
    ...(isPublic
      ? {}
      : { first_reply_at: earlier(ticket.first_reply_at, at), last_reply_at: later(ticket.last_reply_at, at) }),
    // What one person was told is no release where the public is owed one: it neither keeps the cadence nor begins the observation.
    ...(isPublic || ticket.outcome !== 'public_answer' ? { last_release_at: later(ticket.last_release_at, at) } : {}),
  };
}

export const earlier = (a: Date | null, b: Date): Date => (a !== null && a <= b ? a : b);
const later = (a: Date | null, b: Date): Date => (a !== null && a > b ? a : b);
