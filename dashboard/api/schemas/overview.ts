import { z } from 'zod';
import { origin, time } from './common.ts';
import { clockView, lags } from './tickets.ts';

/** Numbers never mix origins; default is the account's own (demo accounts: demo). */
export const overviewQuery = z.object({ origin: origin.optional() });

/** A signal lamp; `why` is a sentence for the tooltip. */
export const light = z
  .object({ id: z.string(), name: z.string(), state: z.enum(['ok', 'warn', 'bad']), why: z.string() })
  .meta({ id: 'Light' });

/** `isLaw` false: a default of this system, not a paper. */
const lagTarget = z.object({ limits: z.string(), isLaw: z.boolean() }).nullable();

export const overview = z
  .object({
    counters: z.object({
      /** Null for a department: the city's stream is not its to count. */
      mentionsToday: z.number().int().nullable(),
      mentionsLastHour: z.number().int().nullable(),
      openEvents: z.number().int(),
      growingEvents: z.number().int(),
      warningsToday: z.number().int(),
      openTickets: z.number().int(),
      overdueTickets: z.number().int(),
      provisionalClocks: z.number().int(),
      toJudge: z.number().int(),
      toAccept: z.number().int(),
      toConfirm: z.number().int(),
    }),
    /** Median over the tickets of the last 30 days; null without data (数据不足). */
    lags: z.object({
      detection: z.number().nullable(),
      judgement: z.number().nullable(),
      disposal: z.number().nullable(),
      /** How many tickets each median is of: those whose lag has begun. */
      tickets: z.object({ detection: z.number().int(), judgement: z.number().int(), disposal: z.number().int() }),
      /** What the rulebook sets for each, in words; null = it sets nothing. */
      targets: z.object({ detection: lagTarget, judgement: lagTarget, disposal: lagTarget }),
    }),
    /** Running, ordered by due time, provisional ones included. */
    clocks: z.array(clockView),
    lights: z.array(light),
    /** Posts an hour over the last 24 hours. */
    series: z.array(z.object({ at: time, mentions: z.number().int() })),
    byTopic: z.array(z.object({ topic: z.string(), mentions: z.number().int() })),
    byColour: z.array(z.object({ colour: z.string(), events: z.number().int() })),
    serverTime: time,
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof overview>;

/** GET /lags — one row a ticket, so that the medians can be opened. */
export const lagRow = z.object({ ticketId: z.uuid(), number: z.string(), title: z.string(), lags });
export const lagsPage = z.object({ items: z.array(lagRow), nextCursor: z.string().nullable(), serverTime: time });
