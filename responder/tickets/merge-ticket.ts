import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { takeOver, whyAccusedHolds } from '../events/merge-events.ts';
import { baseInput, defineVerb, reasonText } from './act.ts';
import { leaveHop } from './hops.ts';
import { maySee } from './permissions.ts';
import { accusedUnits } from './ticket.ts';

export const mergeInput = z.strictObject({ ...baseInput, into: z.uuid(), reason: reasonText });

/** 合并: this ticket ends and points to the main one; its timeline stays where it is. */
export const mergeTicket = defineVerb('merge', mergeInput, async ({ unit, ticket, input, tx, now, books, actor }) => {
  const main = await tx
    .selectFrom('responder_tickets')
    .selectAll()
    .where('id', '=', input.into)
    .forUpdate()
    .executeTakeFirst();
  const isSeen = main && maySee(actor, { ...main, accused: accusedUnits(main) }, books.units);
  if (!isSeen || main.id === ticket.id || main.origin !== ticket.origin)
    throw new AppError('precondition_failed', '没有可并入的工单');
  if (main.state === 'closed' || main.state === 'archived' || main.merged_into !== null)
    throw new AppError('precondition_failed', `工单 ${main.number} 已办结或已并入其他工单`);
  const held = whyAccusedHolds(ticket, main, books);
  if (held !== null) throw new AppError('precondition_failed', `${held}，不能并入；请先将主工单改派，再行合并`);
  await leaveHop(tx, ticket.id, now, 'closed', `并入 ${main.number}`);
  await takeOver(unit, main, ticket, books, actor);
  return {
    clockReason: `并入 ${main.number}`,
    set: { merged_into: main.id, closed_at: now },
    entry: { text: `并入工单 ${main.number}`, reason: input.reason, payload: { into: main.id, state: ticket.state } },
  };
});
