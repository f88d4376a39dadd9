import { z } from 'zod';

/** lexicon.yaml: named word sets that the other rulebooks use as `@name`. A word may itself be `@other`. */
export const lexiconSchema = z.strictObject({
  sets: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.array(z.string().min(1)).min(1)),
});
export type LexiconBook = z.infer<typeof lexiconSchema>;
