import { z } from 'zod';
import { ruleSource } from '../../../config/load.ts';
import { id, time, unitRef } from './common.ts';

/** One running deadline. Draw provisional ones dashed (若定为重大，距5小时尚余…). */
export const clockView = z
  .object({
    id,
    ticketId: id,
    ticketNumber: z.string(),
    /** Rulebook row, e.g. N-01. */
    rule: z.string(),
    name: z.string(),
    state: z.enum(['running', 'paused', 'met', 'met_late', 'ended']),
    provisional: z.boolean(),
    /** Computed without a calendar of that year: 待校准. */
    uncalibrated: z.boolean(),
    /** Past its time: while it runs, done late, or (with `ended`) never done. */
    overdue: z.boolean(),
    startAt: time,
    startOf: z.string(),
    dueAt: time,
    stoppedAt: time.nullable(),
    /** Lateness belongs to this hop. */
    owner: unitRef.nullable(),
    source: ruleSource,
  })
  .meta({ id: 'ClockView' });
export type ClockView = z.infer<typeof clockView>;

/** GET /clocks/:id/explanation — how the due time came about, from the frozen rule copy. */
export const clockExplanation = z
  .object({
    clock: clockView,
    limit: z.string(),
    calendar: z.string(),
    steps: z.array(z.object({ at: time.nullable(), text: z.string() })),
    warnAt: z.array(time),
    /** Why the clock started, and by which fact it stopped or was ended. */
    startedBecause: z.string(),
    stoppedBecause: z.string().nullable(),
    /** Known moments of the matter, the unused ones too. */
    times: z.array(z.object({ name: z.string(), at: time, source: z.string() })),
    firings: z.array(z.object({ point: z.string(), plannedAt: time, firedAt: time, silent: z.boolean() })),
    /** Earlier starts, when one was corrected. */
    startHistory: z.array(z.object({ at: time, source: z.string(), dueAt: time, changedAt: time })),
  })
  .meta({ id: 'ClockExplanation' });
