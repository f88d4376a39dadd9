import { z } from 'zod';
import { PROMISE_STATES, promiseViewSchema } from '../../../responder/index.ts';
import { origin, pageQuery, time } from './common.ts';

export const promisesQuery = pageQuery.extend({
  origin: origin.optional(),
  state: z.enum(PROMISE_STATES).optional(),
  unit: z.string().max(60).optional(),
});

/** GET /promises — 承诺台账, earliest due first. */
export const listedPromise = promiseViewSchema
  .extend({ ticketId: z.uuid(), number: z.string(), title: z.string(), origin })
  .meta({ id: 'ListedPromise' });
export const promisesPage = z.object({
  items: z.array(listedPromise),
  nextCursor: z.string().nullable(),
  serverTime: time,
});
export type ListedPromise = z.infer<typeof listedPromise>;
