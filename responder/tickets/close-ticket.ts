import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb, type VerbContext } from './act.ts';
import { closing } from './closing.ts';
import { waiverOf } from './conference.ts';
import { moment } from './dates.ts';
import { leaveHop } from './hops.ts';
import { graverColour } from './judgement.ts';
import type { KeptMark } from './marks.ts';
import type { TicketPatch } from './ticket.ts';
import { spokenTime } from './timeline.ts';

export const closeInput = z.strictObject({
  ...baseInput,
  conclusion: z.string().trim().min(1).max(2000),
  /** D-6 without a 移送单: why nothing was handed over. */
  transfer: z.string().trim().max(1000).optional(),
  /** 经批准未召开: whose approval it was that no conference is held. */
  notHeld: z
    .strictObject({
      by: z.string().trim().min(2, '请写明批准人或批准机关').max(200),
      at: moment('since', '批准时间'),
      paper: z.string().trim().min(2, '请写明文号；没有文号的写明批准形式').max(200),
    })
    .optional(),
  /** 列入抽样评估: evaluated after closing like a red or orange matter. */
  sampled: z.boolean().default(false),
});

/** 办结. Refused while something that must exist is missing; the observation time is only warned of and kept in the entry. */
export const closeTicket = defineVerb('close', closeInput, async (context) => {
  const { ticket, input, tx, now, books } = context;
  const notHeld = input.notHeld && approval(input.notHeld);
  const said = { transfer: input.transfer, notHeld };
  const { gaps, told: warnings, handedOver } = await closing({ db: tx, books }, ticket, now, said);
  if (gaps.length > 0) throw new AppError('precondition_failed', `尚不能办结：${gaps.join('；')}`, { gaps });
  await leaveHop(tx, ticket.id, now, 'closed', null);
  const waived = waiverOf(ticket, notHeld, personOf(context.actor), now);
  return {
    clockReason: notHeld ? `办结（发布会经批准未召开：${notHeld}）` : '办结',
    set: {
      ...{ closed_at: now, conclusion: input.conclusion, review_at: null },
      ...(waived === null ? {} : { conference_waived: json(waived) }),
      ...(await forEvaluation(context)),
    },
    entry: {
      text: `办结${warnings.length > 0 ? `（提示：${warnings.join('；')}）` : ''}`,
      reason: input.conclusion,
      payload: { warnings, handedOver, transfer: input.transfer ?? null, notHeld: notHeld ?? null },
    },
  };
});

const approval = ({ by, at, paper }: NonNullable<z.output<typeof closeInput>['notHeld']>): string =>
  `${by} ${spokenTime(new Date(at))}批准，${paper}`;

/** Whether it has to be evaluated hangs on the gravest colour it ever had, as the judgements kept it, and on the sample. */
async function forEvaluation({
  tx,
  ticket,
  input,
  actor,
  now,
}: VerbContext<z.output<typeof closeInput>>): Promise<TicketPatch> {
  const judged = await tx
    .selectFrom('responder_judgements')
    .select(['colour', 'peak_colour'])
    .where('ticket_id', '=', ticket.id)
    .execute();
  const had = judged.flatMap(({ colour, peak_colour: peak }) => [colour, peak]);
  const remembered = ticket.colours_before.map(({ colour }) => colour);
  const gravest = [ticket.colour_machine, ...had, ...remembered].reduce(graverColour, ticket.colour);
  const kept = ticket.marks.filter(({ mark }) => mark !== 'sampled');
  const line: KeptMark = {
    mark: 'sampled',
    reason: '办结时列入',
    notice: null,
    by: personOf(actor),
    at: now.toISOString(),
  };
  return { closed_colour: gravest ?? 'none', marks: json(input.sampled ? [...kept, line] : kept) };
}
