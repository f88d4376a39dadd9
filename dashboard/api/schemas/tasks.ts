import { z } from 'zod';
import { id, time } from './common.ts';

/** One thing the person owes, with the desk of the ticket where it is done. */
export const myTask = z
  .object({
    /** kind:id, unique among all kinds. */
    id: z.string(),
    kind: z.string(),
    kindTitle: z.string(),
    ticketId: id,
    ticketNumber: z.string(),
    ticketTitle: z.string(),
    text: z.string(),
    /** Null = 立即. */
    dueAt: time.nullable(),
    overdue: z.boolean(),
    desk: z.string().nullable(),
  })
  .meta({ id: 'MyTask' });
export type MyTask = z.infer<typeof myTask>;

export const myTasksList = z.object({ items: z.array(myTask), serverTime: time });
