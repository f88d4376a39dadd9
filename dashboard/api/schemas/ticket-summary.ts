import { z } from 'zod';
import { ticketFlag, ticketState } from '../../../responder/messages.ts';
import { clockView } from './clocks.ts';
import { colour, eventLevel, id, origin, time, unitRef } from './common.ts';
import { outcome } from './outcomes.ts';

export const ticketSummary = z
  .object({
    id,
    number: z.string(),
    revision: z.number().int(),
    title: z.string(),
    eventId: id,
    state: ticketState,
    /** Side states beside `state`: returned, consulting, extended, supervised, listed, reopened … */
    flags: z.array(ticketFlag),
    colour: colour.nullable(),
    level: z.object({
      machine: eventLevel.nullable(),
      /** 值班初判 */
      duty: eventLevel.nullable(),
      /** 主管部门认定 */
      official: eventLevel.nullable(),
    }),
    kind: z.string().nullable(),
    topic: z.string(),
    outcome: outcome.nullable(),
    lead: unitRef.nullable(),
    coHandlers: z.array(unitRef),
    coordinator: unitRef.nullable(),
    openedAt: time,
    closedAt: time.nullable(),
    /** The running clock that ends first. */
    nextClock: clockView.nullable(),
    /** The nearest running clock owed to the public or to a law. */
    publicClock: clockView.nullable(),
    overdueClocks: z.number().int(),
    provisional: z.boolean(),
    origin,
  })
  .meta({ id: 'TicketSummary' });
export type TicketSummary = z.infer<typeof ticketSummary>;
