import { z } from 'zod';
import { ruleSource } from '../load.ts';

const points = z.number().min(0).max(100);
const step = z.strictObject({ from: z.number(), points });
const tier = z.strictObject({
  points,
  /** Parts of a source id or name that belong to the tier. */
  sources: z.array(z.string().min(1)),
});
const floorColour = z.enum(['red', 'orange', 'yellow', 'blue']);
export const FLOOR_SIGNS = [
  'event_level_1',
  'event_level_2',
  'central_media',
  'national_hot_list',
  'minors_spread',
  'crowd',
  'credible_death_or_collapse',
] as const;

/** opinion-levels.yaml: the colour of an event (rules.md §5). A colour is floor or score, whichever is higher; the score shows its parts. */
export const opinionLevelsSchema = z.strictObject({
  source: ruleSource,
  colours: z.strictObject({ red: points, orange: points, yellow: points, blue: points }),
  media: z.strictObject({ central: tier, provincial: tier, local: tier, self: tier }),
  hotLists: z.strictObject({ national: z.array(z.string().min(1)) }),
  growth: z.strictObject({
    windowHours: z.number().positive(),
    /** Counts only from so many distinct voices in the window. */
    minVoices: z.number().int(),
    /** Points by (now − before) / before. */
    ratio: z.array(step),
    acceleration: points,
    max: points,
  }),
  /** Points by platforms × voices. */
  spread: z.array(step),
  sensitivity: z.strictObject({
    level: z.tuple([points, points, points, points]),
    focus: z.record(z.string(), points),
    children: points,
    deaths: points,
    conduct: points,
    keyDate: points,
    max: points,
  }),
  offline: z.strictObject({ points, harms: z.array(z.string()) }),
  /** Words that say minors are concerned. */
  minors: z.strictObject({ words: z.array(z.string()), harms: z.array(z.string()), sources: z.number().int() }),
  keyDates: z.array(
    z.strictObject({ name: z.string(), from: z.string().regex(/^\d\d-\d\d$/), to: z.string().regex(/^\d\d-\d\d$/) }),
  ),
  floors: z.array(z.strictObject({ when: z.enum(FLOOR_SIGNS), colour: floorColour, why: z.string() })),
});
export type OpinionLevelsBook = z.infer<typeof opinionLevelsSchema>;
