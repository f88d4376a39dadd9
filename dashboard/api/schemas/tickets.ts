import { z } from 'zod';
import { ticketState } from '../../../responder/messages.ts';
import { colour, eventLevel, flag, id, origin, page, pageQuery } from './common.ts';
import { ticketSummary } from './ticket-summary.ts';

export const ticketsQuery = pageQuery.extend({
  state: ticketState.optional(),
  open: flag.optional(),
  overdue: flag.optional(),
  provisional: flag.optional(),
  /** 待研判, 待签收, 待确认: the rows behind the counters of the overview. */
  todo: z.enum(['judge', 'accept', 'confirm']).optional(),
  unitId: z.string().optional(),
  eventId: id.optional(),
  colour: colour.optional(),
  level: eventLevel.optional(),
  q: z.string().max(100).optional(),
  /** One of those the account sees; absent = all of them. */
  origin: origin.optional(),
  sort: z.enum(['due', 'latest']).default('due'),
});
export const ticketsPage = page(ticketSummary);

// What hangs on a ticket, for whoever shows one.
export * from './clocks.ts';
export type * from './desks.ts';
export * from './lags.ts';
export * from './outcomes.ts';
export * from './releases.ts';
export * from './ticket-detail.ts';
export * from './ticket-parts.ts';
export * from './ticket-summary.ts';
