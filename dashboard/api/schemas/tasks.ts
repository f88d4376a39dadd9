import { z } from 'zod';
import { colour, id, time } from './common.ts';

/** One thing that waits for the signed-in person, with the page where it is done. */
export const myTask = z
  .object({
    /** kind:id, unique among all kinds. */
    id: z.string(),
    kind: z.string(),
    kindTitle: z.string(),
    /** Null: the person does not see the ticket it comes from, or there is none. */
    ticketId: id.nullable(),
    ticketNumber: z.string().nullable(),
    ticketTitle: z.string().nullable(),
    /** What to do. */
    text: z.string(),
    /** Why it waits for this person: role and unit. */
    why: z.string(),
    /** Null = no deadline in figures. */
    dueAt: time.nullable(),
    overdue: z.boolean(),
    /** 立即, without a deadline in figures. */
    atOnce: z.boolean(),
    page: z.enum(['ticket', 'papers', 'accountability', 'handover']),
    /** Desk of the ticket (GET /tickets/{id}/desks/{name}); null = on the ticket itself. */
    desk: z.string().nullable(),
    /** The act it waits for (POST /tickets/{id}/{verb}), where there is exactly one. */
    verb: z.string().nullable(),
    /** Of a paper: to whom it goes, by name. */
    addressee: z.string().nullable(),
    /** Who has to sign or do it, by name, where that is more than this person. */
    owner: z.string().nullable(),
    /** decide = a leader's own to decide, oversee = done by his officers, handle = of whoever does the work. The list comes in this order. */
    part: z.enum(['decide', 'handle', 'oversee']),
    /** 舆情等级 of its ticket; null where none is set, or there is no ticket. */
    colour: colour.nullable(),
  })
  .meta({ id: 'MyTask' });
export type MyTask = z.infer<typeof myTask>;

export const myTasksQuery = z.object({
  /** Only what waits on this ticket. */
  ticketId: id.optional(),
});
/** `items`: the first 500 by due time; `total` counts all, `own` those a leader does not only see done. */
export const myTasksList = z.object({
  items: z.array(myTask),
  total: z.number().int(),
  own: z.number().int(),
  serverTime: time,
});
