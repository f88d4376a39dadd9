import { z } from 'zod';
import { flag, id, page, pageQuery, time } from './common.ts';

/** A ledger row of mine: reason × recipient × channel. `why` answers "why did I get this". */
export const notificationView = z
  .object({
    id,
    at: time,
    reason: z.string(),
    why: z.string(),
    text: z.string(),
    lane: z.enum(['now', 'shift', 'digest']),
    ticketId: id.nullable(),
    eventId: id.nullable(),
    warningId: id.nullable(),
    seenAt: time.nullable(),
    /** Rung by the machine, no person has looked yet: 未经人工核实. */
    unverified: z.boolean(),
  })
  .meta({ id: 'NotificationView' });
export const notificationsQuery = pageQuery.extend({ unseen: flag.optional() });
export const notificationsPage = page(notificationView).extend({ unseen: z.number().int() });
