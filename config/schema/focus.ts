import { z } from 'zod';
import { conditionShape, ruleId, ruleSource } from './conditions.ts';
import { appealKey } from './appeals.ts';
import { reasonKey } from './sensitivity.ts';
import { topicKey } from './topics.ts';

export const FOCUS_KEYS = [
  'major_policy',
  'own_interest',
  'media_attention',
  'credibility',
  'moral_bottom_line',
  'social_order',
  'emergency',
  'false_info',
] as const;
export const focusKey = z.enum(FOCUS_KEYS);
export type FocusKey = z.infer<typeof focusKey>;

export const focusSchema = z.strictObject({
  source: ruleSource,
  signs: z.array(
    z.strictObject({
      id: ruleId,
      focus: focusKey,
      /** Lowest sensitivity at which the sign counts (guide §4: level 1 only if plainly said). */
      from: z.number().int().min(0).max(3).default(2),
      /** Also asks for one of these sensitivity reasons, appeals or topics. */
      reasons: z.array(reasonKey).optional(),
      appeals: z.array(appealKey).optional(),
      topics: z.array(topicKey).optional(),
      ...conditionShape,
      words: conditionShape.words.optional(),
    }),
  ),
});
export type FocusBook = z.infer<typeof focusSchema>;
