import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { observationHours } from '../books.ts';
import { wasHandedOver } from '../transfers/transfer.ts';
import { closeTold, promiseGaps, wordingRecords } from '../wording/close-records.ts';
import { baseInput, defineVerb } from './act.ts';
import { closeGaps, closeWarnings } from './close-checks.ts';
import { leaveHop } from './hops.ts';

export const closeInput = z.strictObject({
  ...baseInput,
  conclusion: z.string().trim().min(1).max(2000),
  /** D-6 without a 移送单: why nothing was handed over. */
  transfer: z.string().trim().max(1000).optional(),
  notHeld: z.string().trim().max(500).optional(),
});

/** 办结. Refused while something that must exist is missing; the observation time is only warned of and kept in the entry. */
export const closeTicket = defineVerb('close', closeInput, async ({ ticket, input, tx, now, books }) => {
  const releases = await tx
    .selectFrom('responder_releases')
    .select(['kind', 'state', 'public', 'confirmed_at', 'at'])
    .where('ticket_id', '=', ticket.id)
    // What was taken back answers nobody.
    .where('standing', '<>', 'withdrawn')
    .execute();
  const handedOver = await wasHandedOver(tx, ticket.id);
  const own = await wordingRecords(tx, ticket.id);
  const gaps = [...closeGaps(ticket, releases, { ...input, ...own, handedOver }), ...promiseGaps(own, now)];
  if (gaps.length > 0) throw new AppError('precondition_failed', `尚不能办结：${gaps.join('；')}`, { gaps });
  const warnings = [
    ...closeWarnings(ticket, now, observationHours(books.clocks, ticket.colour)),
    ...closeTold(ticket, releases, own, books.wording),
  ];
  await leaveHop(tx, ticket.id, now, 'closed', null);
  return {
    clockReason: input.notHeld ? `办结（发布会经批准未召开：${input.notHeld}）` : '办结',
    set: { closed_at: now, conclusion: input.conclusion, review_at: null },
    entry: {
      text: `办结${warnings.length > 0 ? `（提示：${warnings.join('；')}）` : ''}`,
      reason: input.conclusion,
      payload: { warnings, handedOver, transfer: input.transfer ?? null, notHeld: input.notHeld ?? null },
    },
  };
});
