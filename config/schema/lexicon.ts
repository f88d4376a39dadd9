import { z } from 'zod';
import { wordList } from './conditions.ts';

/** lexicon.yaml: named word sets that the other rulebooks use as `@name`. A word may itself be `@other`. */
export const lexiconSchema = z.strictObject({
  sets: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), wordList),
});
export type LexiconBook = z.infer<typeof lexiconSchema>;
