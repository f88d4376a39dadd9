import { z } from 'zod';
import { INTAKE_KINDS } from '../../ingest/messages.ts';
import { colour, eventLevel } from '../../analyzer/messages.ts';
import { ruleSource } from '../load.ts';
import { checkClocks } from './clocks-check.ts';

/** Moments a clock may start from; the first one known in a rule's list is used and shown (rules.md §0). */
export const START_NAMES = [
  'event_occurred_at',
  'first_public_post_at',
  'detected_at',
  'report_received_at',
  'confirmed_at',
  'informed_at',
  'received_at',
  'judged_at',
  'dispatched_at',
  'delivered_at',
  'accepted_at',
  'last_release_at',
  'cadence_at',
  'closed_at',
  'reopened_at',
] as const;
const startName = z.enum(START_NAMES);
export type StartName = z.infer<typeof startName>;

/** Recorded facts that stop a clock; a plan never does. */
export const STOP_FACTS = [
  'first_release',
  'conference',
  'superior_conference',
  'answer',
  'clarification',
  'follow_up_release',
  'reported_up_phone',
  'reported_up_written',
  'judged',
  'accepted',
  'manner_decided',
  'reported_back',
  'result_given',
  'evaluated',
  'done_by_hand',
] as const;
export type StopFact = (typeof STOP_FACTS)[number];
/** What must be on record with the fact before it counts. */
export const PROOFS = [
  'authoritative',
  'public',
  'actual_start',
  'speaker',
  'place',
  'transcript_or_video',
  'outside_proof',
  'second_person',
  'link',
] as const;
export type Proof = (typeof PROOFS)[number];

export const duration = z
  .string()
  .regex(/^PT(?=\d)(\d+H)?(\d+M)?$/, '时长写作 PT5H、PT20M、PT1H30M（自然小时、工作小时、值班小时用）');
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时刻写作 08:30');
const layer = z.enum(['national', 'province', 'city', 'unit']);
export type Layer = z.infer<typeof layer>;

export const OUTCOME_KEYS = [
  'public_answer',
  'direct_answer',
  'prepared_line',
  'legal_channel',
  'not_ours',
  'already_answered',
  'keep_watching',
  'no_answer',
] as const;

/** All given conditions must hold; a list holds when the value is in it. */
const condition = z.strictObject({
  /** Level as a person set it. */
  level: z.array(eventLevel).optional(),
  level_not: z.array(eventLevel).optional(),
  colour: z.array(z.union([colour, z.literal('none')])).optional(),
  kind: z.array(z.string()).optional(),
  intake_kind: z.array(z.enum(INTAKE_KINDS)).optional(),
  outcome: z.array(z.enum(OUTCOME_KEYS)).optional(),
  /** Marks a person or an importer put on the ticket. */
  flag: z.array(z.string()).optional(),
  flag_not: z.array(z.string()).optional(),
  /** The order came with its own due time. */
  own_due: z.boolean().optional(),
});
export type ClockCondition = z.infer<typeof condition>;

const clock = z.strictObject({
  start: z.array(startName).min(1),
  /** Other starts for some kinds or marks, e.g. an epidemic from its report or confirmation. */
  start_by: z
    .array(
      z.strictObject({
        kind: z.array(z.string()).optional(),
        flag: z.array(z.string()).optional(),
        start: z.array(startName).min(1),
      }),
    )
    .default([]),
  calendar: z.enum(['natural_hours', 'natural_days', 'working_days', 'working_hours', 'duty_hours']),
  /** A duration for the hour calendars, whole days for the day calendars. */
  limit: z.union([duration, z.number().int().positive()]),
  pausable: z.boolean().default(false),
  extend: z.strictObject({ max: z.number().int().positive(), needs: z.array(z.string()).default([]) }).optional(),
  /** Ends at the latest so long before the earliest public deadline (倒排). */
  before_public: duration.optional(),
});

export const clockRuleSchema = z.strictObject({
  id: z.string().regex(/^[NL]-\d{2}[a-z]?(-[a-z]+)?$/),
  /** Rules of one family are one duty in several strengths: the strictest that applies runs. */
  family: z.string().optional(),
  title: z.string(),
  layer,
  /** A national clock; lower layers may only tighten it. */
  locked: z.boolean().default(false),
  /** public = seen by citizens; internal = inside the house; wait = the earliest, not the latest moment. */
  role: z.enum(['public', 'internal', 'report', 'wait', 'other']),
  /** False: never started by itself, a person may start it. */
  auto: z.boolean().default(true),
  applies: z.union([condition, z.strictObject({ any: z.array(condition).min(2) })]).default({}),
  /** One clock an attached order that came with its own due time; `clock` is null, the order says when. */
  per_order: z.boolean().default(false),
  /** null: a duty without a number; it is shown, it does not count down. */
  clock: clock.nullable(),
  /** Runs dashed before a person has decided: while facts make these levels possible, or until judgement. */
  provisional: z
    .union([z.strictObject({ level_possible: z.array(eventLevel).min(1) }), z.literal('until_judged')])
    .optional(),
  satisfied_by: z
    .array(z.strictObject({ fact: z.enum(STOP_FACTS), proof: z.array(z.enum(PROOFS)).default([]) }))
    .default([]),
  /** Internal amber lines after the start (黄金1小时, 4小时). */
  amber: z.array(duration).default([]),
  /** Whose lateness it is. */
  owner: z.enum(['lead', 'coordinator', 'press_office', 'duty']).default('lead'),
  /** 问责线索 when it is missed; always a candidate, a person decides. */
  candidate: z.string().optional(),
  note: z.string().optional(),
  source: ruleSource,
});
export type ClockRule = z.infer<typeof clockRuleSchema>;

/** A lower layer's shorter limit for a clock above it. */
const tightening = z.strictObject({
  tightens: z.string(),
  layer: z.enum(['province', 'city', 'unit']),
  limit: z.union([duration, z.number().int().positive()]),
  source: ruleSource,
});

/** clocks.yaml: rules.md §1 and §6 as data. */
export const clocksSchema = z
  .strictObject({
    counting: z.strictObject({
      office_hours: z.array(z.tuple([clockTime, clockTime])).min(1),
      working_day_ends: z.enum(['office', 'midnight']),
      after_hours: z.enum(['next_working_day', 'same_day']),
      roll_natural_days: z.boolean(),
    }),
    /** L-09: warnings before due. */
    warn: z.strictObject({
      natural_hours: z.array(z.strictObject({ up_to: duration, before: z.array(duration) })).min(1),
      days: z.strictObject({ remaining: z.number().gt(0).lt(1), previous_day_at: clockTime }),
      source: ruleSource,
    }),
    /** 倒排: what must be ready when, counted from the start of a public clock. */
    backward: z.array(
      z.strictObject({ id: z.string(), rule: z.string(), title: z.string(), at: duration, source: ruleSource }),
    ),
    rules: z.array(clockRuleSchema).min(1),
    tighten: z.array(tightening).default([]),
  })
  .superRefine((book, context) => {
    for (const { path, message } of checkClocks(book)) context.addIssue({ code: 'custom', path, message });
  });
export type ClocksBook = z.infer<typeof clocksSchema>;
