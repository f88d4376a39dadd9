import { z } from 'zod';
import { eventSnapshotSchema } from '../../../analyzer/messages.ts';
import { colour, eventLevel, flag, id, page, pageQuery, time } from './common.ts';
import { ticketState } from '../../../responder/messages.ts';
import { mentionView } from './mentions.ts';
import { warningView } from './warnings.ts';

export const EVENT_STAGES = ['emerging', 'growing', 'peak', 'declining', 'ended'] as const;

/** The snapshot of the analyzer plus the ticket, if one is open. `level` is the machine's estimate only. */
export const eventView = eventSnapshotSchema
  .omit({ added: true })
  .extend({
    ticket: z.object({ id, number: z.string(), state: ticketState }).nullable(),
    /** Level a person has set (值班初判 or 认定), null while only the machine has spoken. */
    setLevel: eventLevel.nullable(),
  })
  .meta({ id: 'EventView' });
export type EventView = z.infer<typeof eventView>;

export const eventsQuery = pageQuery.extend({
  q: z.string().max(100).optional(),
  topic: z.string().optional(),
  stage: z.enum(EVENT_STAGES).optional(),
  colour: colour.optional(),
  place: z.string().optional(),
  unitId: z.string().optional(),
  /** Events without a ticket: 在办·仅关注. */
  watched: flag.optional(),
  history: flag.optional(),
  sort: z.enum(['heat', 'latest', 'detected', 'gravest']).default('latest'),
});
export const eventsPage = page(eventView);

/** Number of posts an hour; `at` is the beginning of the hour. */
export const seriesPoint = z.object({
  at: time,
  mentions: z.number().int(),
  voices: z.number().int(),
  engagement: z.number().nonnegative(),
});
export const eventDetail = z
  .object({
    event: eventView,
    /** The earliest of what found it and of 接报, from which clocks run; the machine's own finding stays in `event.detected`. */
    found: z.object({ at: time, by: z.string() }).nullable(),
    /** The viewer may make a ticket of it; false while it has one. */
    mayOpen: z.boolean(),
    series: z.array(seriesPoint),
    /** Earliest and representative posts; the whole list is GET /stream?eventId=. */
    firstMentions: z.array(mentionView),
    warnings: z.array(warningView),
    bySource: z.array(z.object({ sourceType: z.string(), mentions: z.number().int() })),
    /** Moments to draw on the series: first post, detected, dispatched, first response, conference, closed. */
    marks: z.array(z.object({ at: time, kind: z.string(), label: z.string() })),
    serverTime: time,
  })
  .meta({ id: 'EventDetail' });
export type EventDetail = z.infer<typeof eventDetail>;
