import { z } from 'zod';
import { appealKey } from './appeals.ts';
import { conditionShape, ruleId, ruleSource } from './conditions.ts';
import { topicKey } from './topics.ts';

/** Signs of the labelling guide §3: 2a … 2h, 3a … 3h. */
export const reasonKey = z.string().regex(/^[0-3][a-h]?$/);

const fact = z.enum(['deaths', 'seriousInjuries', 'injuries', 'missing', 'poisoned', 'evacuated']);

export const sensitivitySchema = z.strictObject({
  source: ruleSource,
  /** Signs in words. The highest that holds sets the level; every one is kept as evidence. */
  signs: z.array(
    z.strictObject({ id: ruleId, reason: reasonKey, ...conditionShape, topics: z.array(topicKey).optional() }),
  ),
  /** Signs in numbers: the lower bound of a stated fact reaches `atLeast`. */
  numbers: z.array(z.strictObject({ id: ruleId, reason: reasonKey, fact, atLeast: z.number().int().min(1) })),
  /**
   * Ids of signs, numbers and kinds of emergency (event-kinds) whose texts readers held to be of level 2 or 3 in 95 of 100 and more: a text
   * that bears one is never below level 2, whatever the model hears.
   */
  certain: z.array(ruleId),
  /** What lowers: praise, good news, contentless notes → 0; verdicts and commentary → at most 2. */
  caps: z.array(
    z.strictObject({
      id: ruleId,
      ...conditionShape,
      level: z.number().int().min(0).max(2),
      appeals: z.array(appealKey).optional(),
    }),
  ),
});
export type SensitivityBook = z.infer<typeof sensitivitySchema>;
