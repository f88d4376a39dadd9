import { z } from 'zod';
import { ruleSource } from '../load.ts';

/** disguises.yaml: how people write a word so that it is not found. A text is read through a disguise only where a word of the rulebooks comes out. */
export const disguisesSchema = z.strictObject({
  source: ruleSource,
  /** Characters put between those of a word: 停|水. */
  gaps: z.string().min(1),
  /** Count only where every character of a word of three and more is kept apart: 食、物、中、毒. */
  softGaps: z.string(),
  /** A character and the pieces it is written in: 爆 for 火暴. */
  splits: z.record(z.string().length(1), z.array(z.string().min(2).max(3)).min(1)),
  /** Letters that stand for a word: zf. */
  spelt: z.record(z.string().regex(/^[a-z]+$/), z.string().min(1)),
});
export type DisguisesBook = z.infer<typeof disguisesSchema>;
