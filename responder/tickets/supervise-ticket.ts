import { z } from 'zod';
import { notify, recipient } from '../notifications/ledger.ts';
import { baseInput, defineVerb, reasonText, type VerbContext } from './act.ts';
import { moment } from './dates.ts';
import { coordinatorOf } from './steps.ts';
import { nameOf } from './ticket.ts';
import { spokenTime } from './timeline.ts';

export const superviseInput = z.strictObject({
  ...baseInput,
  reason: reasonText,
  requirement: z.string().max(2000).optional(),
});
export const listInput = z.strictObject({
  ...baseInput,
  reason: reasonText,
  until: moment('term', '挂牌督办的期限').optional(),
});

export const unlistInput = z.strictObject({
  ...baseInput,
  result: z.string().trim().min(5, '请写明整改结果').max(2000),
});

/** 督办, by a lead body only; the unit that answers hears of it. Drafts of the ladder are issued one by one (签发). */
export const superviseTicket = defineVerb('supervise', superviseInput, async (context) => {
  const { ticket, input, now } = context;
  await tell(context, 'supervise', `督办：${input.reason}${input.requirement ? `；要求：${input.requirement}` : ''}`);
  return {
    set: { supervised_at: ticket.supervised_at ?? now },
    entry: { text: '督办', reason: input.reason, payload: { requirement: input.requirement ?? null } },
  };
});

/** 挂牌督办 of the unit that answers. */
export const listTicket = defineVerb('list', listInput, async (context) => {
  const { input, now } = context;
  const until = input.until === undefined ? '' : `，${spokenTime(new Date(input.until))}前办结`;
  await tell(context, 'list', `挂牌督办：${input.reason}${until}`);
  return {
    set: { listed_at: now },
    entry: { text: '挂牌督办', reason: input.reason, payload: { until: input.until ?? null } },
  };
});

/** Where nobody has the order yet, it is the lead body that is urged. */
function tell(
  { tx, ticket, now }: Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'now'>,
  act: 'supervise' | 'list',
  text: string,
): Promise<number> {
  const recipients =
    ticket.lead_unit === null
      ? (['duty_officer', 'duty_leader'] as const).map((role) => recipient(role, coordinatorOf(ticket)))
      : (['handler', 'unit_head'] as const).map((role) => recipient(role, ticket.lead_unit));
  const about = { ticketId: ticket.id, eventId: ticket.event_id, origin: ticket.origin, lane: 'now' as const };
  const reason = `ticket:${ticket.id}:${act}:${now.toISOString()}`;
  const why = ticket.lead_unit === null ? '本工单由贵单位牵头' : '贵单位为主办单位';
  return notify(
    tx,
    [{ ...about, reason, recipients, why, text: `${nameOf(ticket)}${text}`, matter: 'task' as const }],
    now,
  );
}

/** 解除挂牌: with what came of it. */
export const unlistTicket = defineVerb('unlist', unlistInput, ({ ticket, input, now }) => {
  const listedAt = ticket.listed_at!;
  const days = Math.floor((now.getTime() - listedAt.getTime()) / 86_400_000);
  return {
    set: { listed_at: null },
    entry: {
      text: `解除挂牌督办（挂牌${days}天）`,
      reason: input.result,
      payload: { listedAt: listedAt.toISOString(), result: input.result },
    },
  };
});
