import { z } from 'zod';
import { conditionShape, ruleId, ruleSource, wordList } from './conditions.ts';
import { topicKey } from './topics.ts';

/**
 * Who answers: rows are read from top to bottom, the first that holds gives the lead. Unit ids as in departments.yaml.
 * Without a row the unit whose `topics` has the primary topic leads; without one the fallback unit does.
 */
export const routingDutiesSchema = z.strictObject({
  source: ruleSource,
  duties: z.array(
    z.strictObject({
      id: ruleId,
      topics: z.array(topicKey).optional(),
      ...conditionShape,
      words: conditionShape.words.optional(),
      lead: z.string(),
      co: z.array(z.string()).default([]),
    }),
  ),
  /** Words of blame; a unit named near one is accused and never leads (信访工作条例 arts. 28, 30). */
  blame: z.strictObject({
    words: z.array(z.string()).min(1),
    within: z.number().int().positive(),
    corruption: wordList,
  }),
});
export type RoutingDutiesBook = z.infer<typeof routingDutiesSchema>;
