import { z } from 'zod';
import { personRef, time, unitRef } from './common.ts';
import { outcome } from './outcomes.ts';

/** Kept apart and never merged; null = has not come. */
export const ticketTimes = z.object({
  occurredAt: time.nullable(),
  occurredSource: z.string().nullable(),
  publishedAt: time.nullable(),
  collectedAt: time.nullable(),
  detectedAt: time.nullable(),
  /** By what way it was found: 系统发现, 接报 … */
  detectedBy: z.string().nullable(),
  openedAt: time.nullable(),
  judgedAt: time.nullable(),
  assignedAt: time.nullable(),
  acceptedAt: time.nullable(),
  firstResponseAt: time.nullable(),
  conferenceAt: time.nullable(),
  closedAt: time.nullable(),
});

export const judgementView = z.object({
  outcome,
  title: z.string(),
  dispositions: z.array(z.string()),
  reason: z.string().nullable(),
  link: z.string().nullable(),
  channel: z.string().nullable(),
  reviewAt: time.nullable(),
  by: personRef,
  at: time,
  /** A non-answer at yellow or above needs a second person. */
  needsSecond: z.boolean(),
  second: z.object({ by: personRef, at: time }).nullable(),
});

/** Append-only; `kind` is typed, `data` small; `text` is the Chinese sentence for the screen. */
export const timelineEntry = z
  .object({
    id: z.string(),
    at: time,
    /** When the fact happened, if it was recorded later (shown as 补记). */
    factAt: time.nullable(),
    kind: z.string(),
    actor: personRef,
    text: z.string(),
    reason: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' });

/** What one unit had of the time. */
export const hopView = z.object({
  unit: unitRef,
  receivedAt: time,
  acceptedAt: time.nullable(),
  usedSeconds: z.number(),
  leftSeconds: z.number().nullable(),
  passedOnAt: time.nullable(),
  why: z.string().nullable(),
  /** 电话签收; countersignedAt null = 待补签. */
  phoned: z.object({ post: z.string(), number: z.string(), at: time, countersignedAt: time.nullable() }).nullable(),
  /** Until when a unit that passed it down should have done so. */
  shareEndAt: time.nullable(),
  /** The unit that has it now: until when it may pass the order down without consent. */
  passDownBy: time.nullable(),
  /** Part of the lateness of the report that this hop spent. */
  lateSeconds: z.number(),
  /** How long it had a report to review. */
  reviewSeconds: z.number(),
});

export const verbView = z.object({
  verb: z.string(),
  /** The desk it is done at; null = on the ticket itself. */
  desk: z.string().nullable(),
  name: z.string(),
  /** Null when it may be done now by this person, else why not, for a tooltip. */
  blocked: z.string().nullable(),
});
