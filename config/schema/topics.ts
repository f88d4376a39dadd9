import { z } from 'zod';
import { conditionShape, ruleId, ruleSource, word } from './conditions.ts';

/** The 18 classes of the labelling guide; `none` is what is left when nothing civic is said. */
export const TOPIC_KEYS = [
  'employment_social_security',
  'education',
  'healthcare',
  'housing',
  'work_safety',
  'environment',
  'food_drug_safety',
  'elderly_care',
  'transport',
  'urban_management',
  'utilities',
  'consumer_market',
  'public_security',
  'land_rural',
  'culture_sports_tourism',
  'government_service',
  'other_civic',
  'none',
] as const;
export const topicKey = z.enum(TOPIC_KEYS);
export type TopicKey = z.infer<typeof topicKey>;

const weights = z.partialRecord(topicKey, z.number().min(-20).max(20));

export const topicsSchema = z.strictObject({
  source: ruleSource,
  topics: z.array(
    z.strictObject({
      key: topicKey,
      name: z.string(),
      /** Weight 4: the word alone decides; 2: speaks for it; 1: a hint. */
      strong: z.array(word).default([]),
      words: z.array(word).default([]),
      weak: z.array(word).default([]),
    }),
  ),
  /** Tie-breaks of the guide as moves of weight; evaluated in order, all that hold are applied. */
  ties: z.array(z.strictObject({ id: ruleId, ...conditionShape, add: weights, why: z.string().optional() })),
  /** Below this sum a post is `none` (or `other_civic` when it is a hotline order). */
  floor: z.number().positive(),
});
export type TopicsBook = z.infer<typeof topicsSchema>;
