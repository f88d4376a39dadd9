import { z } from 'zod';
import { conditionShape, ruleId, ruleSource } from './conditions.ts';

export const APPEAL_KEYS = [
  'complaint',
  'help',
  'consultation',
  'suggestion',
  'report',
  'praise',
  'news',
  'other',
] as const;
export const appealKey = z.enum(APPEAL_KEYS);
export type AppealKey = z.infer<typeof appealKey>;

/** Signs add weight; the guide's order (report > help > complaint > suggestion > consultation) breaks ties. */
export const appealsSchema = z.strictObject({
  source: ruleSource,
  order: z.array(appealKey).length(APPEAL_KEYS.length),
  signs: z.array(
    z.strictObject({
      id: ruleId,
      appeal: appealKey,
      weight: z.number().min(-20).max(20),
      /** Counts only when the anchor stands in the first so many characters. */
      lead: z.number().int().positive().optional(),
      ...conditionShape,
    }),
  ),
});
export type AppealsBook = z.infer<typeof appealsSchema>;
