import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import { baseInput, defineVerb, reasonText, type VerbContext } from './act.ts';
import { refuseAfterReturn } from './dispatch-ticket.ts';
import { checkHandover, enterHop, handoverPatch, lastHop, leaveHop, orderedTo } from './hops.ts';
import { accusedUnits, nameOf } from './ticket.ts';

export const reassignInput = z.strictObject({
  ...baseInput,
  lead: z.string().min(1),
  coHandlers: z.array(z.string().min(1)).max(50).default([]),
  /** Absent: that of the order before stays. */
  requirement: z.string().trim().min(1).max(2000).optional(),
  reason: reasonText,
});

/** 改派: the order moves to another unit; what the first one used stays with its hop. */
export const reassignTicket = defineVerb('reassign', reassignInput, async (context) => {
  const { ticket, input, tx, now, books } = context;
  const before = await lastHop(tx, ticket.id);
  if (!before) throw new AppError('precondition_failed', '尚未交办，请先交办');
  if (ticket.lead_unit === input.lead) throw new AppError('precondition_failed', '该单位已是主办单位');
  await refuseAfterReturn(context, input.lead);
  const to = { lead: input.lead, coHandlers: input.coHandlers, coordinator: ticket.coordinator_unit };
  checkHandover(ticket, to, books);
  await leaveHop(tx, ticket.id, now, 'reassigned', input.reason);
  const hop = await enterHop(tx, ticket, to, now);
  await tellFormer(context, before.unit, orderedTo(to, books));
  return {
    set: {
      ...handoverPatch(ticket, to, now),
      // A ruling binds the unit it named; who gets the order now has not been heard yet.
      ...{ reassign_count: ticket.reassign_count + 1, approval: null, return_ruled: false },
      ...(input.requirement !== undefined && { requirement: input.requirement }),
    },
    entry: {
      text: `由${books.units.get(before.unit)?.name ?? before.unit}改派给${orderedTo(to, books)}`,
      reason: input.reason,
      payload: {
        from: before.unit,
        lead: input.lead,
        coHandlers: input.coHandlers,
        hop,
        requirement: input.requirement ?? null,
      },
    },
  };
});

/** Its order is gone from the list of whoever had it: he hears where to and why. A unit the matter accuses hears nothing of it. */
const tellFormer = (
  { tx, ticket, input, now }: VerbContext<z.output<typeof reassignInput>>,
  unit: string,
  to: string,
): Promise<number> =>
  accusedUnits(ticket).includes(unit)
    ? Promise.resolve(0)
    : notify(
        tx,
        [
          {
            ...{ reason: `ticket:${ticket.id}:reassigned:${ticket.reassign_count + 1}`, origin: ticket.origin },
            recipients: [recipient('handler', unit), recipient('unit_head', unit)],
            ...{ lane: laneOf(ticket.colour), matter: 'clock' as const, why: '贵单位原为主办单位' },
            text: `${nameOf(ticket)}已改派给${to}，贵单位不再承办：${input.reason}`,
          },
        ],
        now,
      );
