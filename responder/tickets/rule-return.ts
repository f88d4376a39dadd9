import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { baseInput, defineVerb, reasonText } from './act.ts';
import { checkHandover, enterHop, handoverPatch, lastHop, leaveHop, orderedTo } from './hops.ts';
import { isBarred } from './refuse-barred.ts';

/**
 * `uphold` true = the original order stands and goes back to the unit that returned it; false = it goes to `lead`. Without `coHandlers` those of
 * the order go on helping, but for units the texts blame by now.
 */
export const ruleInput = z.strictObject({
  ...baseInput,
  uphold: z.boolean(),
  lead: z.string().min(1).optional(),
  coHandlers: z.array(z.string().min(1)).max(10).optional(),
  /** Absent: that of the order before stays. */
  requirement: z.string().trim().min(1).max(2000).optional(),
  reason: reasonText,
});

/** 裁定 of a disputed return by the lead body; afterwards there is no second return (rules.md §6). */
export const ruleReturn = defineVerb('rule', ruleInput, async ({ ticket, input, tx, now, books }) => {
  const lead = input.uphold ? (await lastHop(tx, ticket.id))?.unit : input.lead;
  if (lead === undefined) throw new AppError('invalid_input', '不维持原交办时须指定承办单位');
  const going = ticket.co_units.filter((unit) => unit !== lead && !isBarred(ticket, unit, books));
  const coHandlers = input.coHandlers ?? going;
  const to = { lead, coHandlers, coordinator: ticket.coordinator_unit };
  checkHandover(ticket, to, books);
  await leaveHop(tx, ticket.id, now, 'ruled', input.reason);
  const hop = await enterHop(tx, ticket, to, now);
  return {
    set: {
      ...{ ...handoverPatch(ticket, to, now), return_ruled: true },
      ...(input.requirement !== undefined && { requirement: input.requirement }),
    },
    entry: {
      text: `裁定：${input.uphold ? '维持原交办，' : ''}由${orderedTo(to, books)}办理，不得再次退回`,
      reason: input.reason,
      payload: { lead, coHandlers, uphold: input.uphold, hop, requirement: input.requirement ?? null },
    },
  };
});
