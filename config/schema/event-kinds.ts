import { z } from 'zod';
import { conditionShape, ruleId, ruleSource } from './conditions.ts';

/** Keys of rules.md §4.1, and terror_crime, which has no statutory level. */
export const EVENT_KINDS = [
  'work_safety',
  'fire',
  'road',
  'railway',
  'environment',
  'food',
  'occupational_poisoning',
  'infectious',
  'earthquake',
  'geology',
  'weather',
  'flood',
  'mass_incident',
  'terror_crime',
] as const;
export const eventKindKey = z.enum(EVENT_KINDS);
export type EventKind = z.infer<typeof eventKindKey>;

/** Signs add weight; the kind with the most wins if it reaches `floor`; earlier kinds win ties. */
export const eventKindsSchema = z.strictObject({
  source: ruleSource,
  floor: z.number().positive(),
  signs: z.array(
    z.strictObject({ id: ruleId, kind: eventKindKey, weight: z.number().min(-10).max(10), ...conditionShape }),
  ),
});
export type EventKindsBook = z.infer<typeof eventKindsSchema>;
