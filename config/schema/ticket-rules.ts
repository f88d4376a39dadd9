import { z } from 'zod';
import { colour } from '../../analyzer/messages.ts';
import { ruleSource } from '../load.ts';
import { duration } from './clocks.ts';

const count = z.number().int().positive();

/** Fields of the judgement sheet in the order of the paper (rules.md §5); some are filled by the machine. */
export const SHEET_FIELDS = [
  'source',
  'firstPost',
  'path',
  'followUps',
  'views',
  'reaction',
  'media',
  'trend',
  'effect',
  'nature',
  'class',
  'body',
  'asks',
  'confirmed',
  'unconfirmed',
  'earlier',
  'risks',
  'control',
] as const;
export type SheetField = (typeof SHEET_FIELDS)[number];

/** ticket-rules.yaml: the few numbers of the ticket flow that are neither clocks nor ladders. */
export const ticketRulesSchema = z.strictObject({
  judgement: z.strictObject({
    /** The gravest colour of so many hours decides on the second person, whatever the colour is made at the end. */
    colourMemoryHours: count,
    /** Short fields without which there is no judgement; a row without colours holds always. */
    required: z.array(
      z.strictObject({
        fields: z.array(z.enum(SHEET_FIELDS)).min(1),
        colours: z.array(colour).optional(),
        source: ruleSource,
      }),
    ),
    source: ruleSource,
  }),
  /** 交办: how soon after the judgement an order is due, by colour. No clock of its own: shown with the task, never past the public deadline. */
  dispatch: z.strictObject({
    within: z
      .array(
        z.strictObject({
          colours: z.array(z.union([colour, z.literal('none')])).min(1),
          limit: duration,
          calendar: z.enum(['natural_hours', 'working_hours']),
        }),
      )
      .min(1),
    source: ruleSource,
  }),
  /** 归档: so many working days after the observation is over. */
  archive: z.strictObject({ workingDays: count, source: ruleSource }),
  /** 退回: so many times at most, then a ruling of the lead body, after which nobody returns it. */
  returns: z.strictObject({ max: count, source: ruleSource }),
  /** 重启 keeps the number within so many natural days after closing; later a new linked ticket is opened. */
  reopen: z.strictObject({ days: count, source: ruleSource }),
  /** How many days ahead a date that a person enters may lie at most: a time to look again, a written delegation, any other term. */
  ahead: z.strictObject({
    days: z.strictObject({ review: count, delegation: count, term: count }),
    source: ruleSource,
  }),
  /** How many days back a date may lie at most that may be older than the matter: its occurrence, a decision, the hour of a figure. */
  behind: z.strictObject({ days: count, source: ruleSource }),
  /** 停计: after so many natural days, and again after as many, whoever may let the clock go on is asked. */
  paused: z.strictObject({ remindDays: count, source: ruleSource }),
  /** A non-answer is judged again when the posts grow by this factor and at least by this number. */
  rejudge: z.strictObject({ growthFactor: z.number().gt(1), minNew: count, source: ruleSource }),
  /** 延期: how often one ticket may be extended. How far, stands with each clock rule. */
  extensions: z.strictObject({ max: count, source: ruleSource }),
  /** 转派下级. */
  passDown: z.strictObject({
    /** Part of the time from receiving an order to its report that a unit may keep for itself when it passes the order on. */
    share: z.number().positive().lt(1),
    source: ruleSource,
    /** Kinds of unit whose duties may not be pushed down to `below` without a listed duty or the consent of the coordinating office. */
    from: z.array(z.string()),
    below: z.array(z.string()),
    /** Duties that are listed for the units below: topics. */
    listed: z.array(z.strictObject({ topic: z.string(), duty: z.string(), source: ruleSource })),
    barSource: ruleSource,
  }),
});
export type TicketRules = z.infer<typeof ticketRulesSchema>;
