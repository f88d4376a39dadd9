import { z } from 'zod';
import { wordList } from './conditions.ts';
import { ruleSource } from '../load.ts';

/** tone.yaml: words a text's tone is heard by. Each distinct word counts once with the weight of its row; `floor` is needed, else neutral. */
export const toneBookSchema = z.strictObject({
  source: ruleSource,
  floor: z.number().positive(),
  /** Of equal tones the first rules. */
  tones: z.array(
    z.strictObject({
      tone: z.enum(['anger', 'doubt', 'worry', 'thanks']),
      strong: wordList,
      words: wordList,
      /** Words that take force from all others of the row: 不用担心. */
      unless: wordList.optional(),
    }),
  ),
});
export type ToneBook = z.infer<typeof toneBookSchema>;
