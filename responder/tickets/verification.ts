import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { personalDataIn } from '../papers/paper-checks.ts';
import { json, personOf } from '../tables.ts';
import type { VerbContext } from './act.ts';
import { withoutHearsay, type Verification } from './judgement.ts';
import type { Ticket, TicketPatch } from './ticket.ts';
import { moment } from './dates.ts';

export const MANNERS = ['phone', 'on_site', 'written', 'system', 'video'] as const;
export const MANNER_TITLES: Record<(typeof MANNERS)[number], string> = {
  phone: '电话',
  on_site: '现场',
  written: '书面',
  system: '业务系统',
  video: '视频、监控',
};

/** Whom we asked, how and when. */
export const askedFields = {
  /** The unit and the post we asked, never a private person. */
  unit: z.string().trim().min(2).max(100).optional(),
  post: z.string().trim().min(2).max(50).optional(),
  manner: z.enum(MANNERS).optional(),
  at: moment('earlier', '核实时间').optional(),
  note: z.string().trim().max(1000).optional(),
};
export type Asked = z.output<z.ZodObject<typeof askedFields>>;

/** A result rests on somebody's answer; while it is being looked into, the answer need not be there yet. @throws AppError precondition_failed */
export function refuseUnfounded(asked: Asked, isNeeded: boolean): void {
  const told = [asked.unit, asked.post, asked.manner, asked.at];
  if (isNeeded && told.some((part) => part === undefined))
    throw new AppError('precondition_failed', '须写明向哪个单位、哪个岗位核实，以及方式和时间');
  const private_ = [asked.unit, asked.post, asked.note].flatMap((text) => personalDataIn(text ?? ''));
  if (private_.length > 0)
    throw new AppError('precondition_failed', `核实记录只写单位和岗位，请去掉${private_.join('、')}`);
}

export const keepVerification = (
  { tx, ticket, actor, now }: Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'actor' | 'now'>,
  result: Verification,
  asked: Asked,
) =>
  tx
    .insertInto('responder_verifications')
    .values({
      id: uuidv7(now),
      ...{ ticket_id: ticket.id, origin: ticket.origin, result },
      ...{ asked_unit: asked.unit ?? null, asked_post: asked.post ?? null, manner: asked.manner ?? null },
      at: asked.at === undefined ? now : new Date(asked.at),
      ...{ note: asked.note ?? null, recorded_at: now, recorded_by: json(personOf(actor)) },
    })
    .execute();

/** ，电话核实：市水务局调度室; '' = nobody asked. */
export const askedInWords = ({ unit, post, manner }: Asked): string =>
  unit === undefined ? '' : `，${manner === undefined ? '' : MANNER_TITLES[manner]}核实：${unit}${post ?? ''}`;

/** What is true is no hearsay any more. */
export const verificationPatch = (
  ticket: Pick<Ticket, 'title'>,
  verification: Ticket['verification'],
): TicketPatch => ({
  verification,
  ...(verification === 'true' ? { title: withoutHearsay(ticket.title) } : {}),
});
