import { z } from 'zod';
import { instant } from '../../ingest/messages.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { personalDataIn } from '../papers/paper-checks.ts';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb, type VerbContext } from './act.ts';
import { verificationPatch } from './judge.ts';
import { VERIFICATION_TITLES, VERIFICATIONS } from './judgement.ts';

export const MANNERS = ['phone', 'on_site', 'written', 'system', 'video'] as const;
export const MANNER_TITLES: Record<(typeof MANNERS)[number], string> = {
  phone: '电话',
  on_site: '现场',
  written: '书面',
  system: '业务系统',
  video: '视频、监控',
};

export const verifyInput = z.strictObject({
  ...baseInput,
  result: z.enum(VERIFICATIONS),
  /** The unit and the post we asked, never a private person. */
  unit: z.string().trim().min(2).max(100).optional(),
  post: z.string().trim().min(2).max(50).optional(),
  manner: z.enum(MANNERS).optional(),
  at: instant.optional(),
  note: z.string().trim().max(1000).optional(),
});
type Input = z.output<typeof verifyInput>;

/** 核实: whom we asked, how and when, and what came of it. A result rests on somebody's answer. */
export const verifyMatter = defineVerb('verify', verifyInput, async (context) => {
  const { ticket, input, now } = context;
  refuseUnfounded(input, now);
  await keep(context);
  const asked = input.unit === undefined ? '' : `，${MANNER_TITLES[input.manner!]}核实：${input.unit}${input.post}`;
  return {
    set: verificationPatch(ticket, input.result),
    entry: {
      kind: 'verified',
      text: `核实情况：${VERIFICATION_TITLES[input.result]}${asked}`,
      ...(input.at === undefined ? {} : { at: new Date(input.at) }),
      reason: input.note ?? null,
      payload: {
        result: input.result,
        before: ticket.verification,
        ...{ unit: input.unit ?? null, post: input.post ?? null, manner: input.manner ?? null },
      },
    },
  };
});

function refuseUnfounded(input: Input, now: Date): void {
  const told = [input.unit, input.post, input.manner, input.at];
  if (input.result !== 'unverified' && told.some((part) => part === undefined))
    throw new AppError('precondition_failed', '须写明向哪个单位、哪个岗位核实，以及方式和时间');
  if (input.at !== undefined && new Date(input.at) > now)
    throw new AppError('precondition_failed', '核实时间不能晚于现在');
  const private_ = [input.unit, input.post, input.note].flatMap((text) => personalDataIn(text ?? ''));
  if (private_.length > 0)
    throw new AppError('precondition_failed', `核实记录只写单位和岗位，请去掉${private_.join('、')}`);
}

const keep = ({ tx, ticket, input, actor, now }: VerbContext<Input>) =>
  tx
    .insertInto('responder_verifications')
    .values({
      id: uuidv7(now),
      ...{ ticket_id: ticket.id, origin: ticket.origin, result: input.result },
      ...{ asked_unit: input.unit ?? null, asked_post: input.post ?? null, manner: input.manner ?? null },
      at: input.at === undefined ? now : new Date(input.at),
      ...{ note: input.note ?? null, recorded_at: now, recorded_by: json(personOf(actor)) },
    })
    .execute();
