import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb, type VerbContext } from './act.ts';
import { closing } from './closing.ts';
import { waiverOf } from './conference.ts';
import { leaveHop } from './hops.ts';
import { graverColour } from './judgement.ts';
import type { KeptMark } from './marks.ts';
import type { TicketPatch } from './ticket.ts';

export const closeInput = z.strictObject({
  ...baseInput,
  conclusion: z.string().trim().min(1).max(2000),
  /** D-6 without a 移送单: why nothing was handed over. */
  transfer: z.string().trim().max(1000).optional(),
  notHeld: z.string().trim().max(500).optional(),
  /** 列入抽样评估: evaluated after closing like a red or orange matter. */
  sampled: z.boolean().default(false),
});

/** 办结. Refused while something that must exist is missing; the observation time is only warned of and kept in the entry. */
export const closeTicket = defineVerb('close', closeInput, async (context) => {
  const { ticket, input, tx, now, books } = context;
  const { gaps, told: warnings, handedOver } = await closing({ db: tx, books }, ticket, now, input);
  if (gaps.length > 0) throw new AppError('precondition_failed', `尚不能办结：${gaps.join('；')}`, { gaps });
  await leaveHop(tx, ticket.id, now, 'closed', null);
  const waived = waiverOf(ticket, input.notHeld, personOf(context.actor), now);
  return {
    clockReason: input.notHeld ? `办结（发布会经批准未召开：${input.notHeld}）` : '办结',
    set: {
      ...{ closed_at: now, conclusion: input.conclusion, review_at: null },
      ...(waived === null ? {} : { conference_waived: json(waived) }),
      ...(await forEvaluation(context)),
    },
    entry: {
      text: `办结${warnings.length > 0 ? `（提示：${warnings.join('；')}）` : ''}`,
      reason: input.conclusion,
      payload: { warnings, handedOver, transfer: input.transfer ?? null, notHeld: input.notHeld ?? null },
    },
  };
});

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
