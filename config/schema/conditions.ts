import { z } from 'zod';
import { ruleSource } from '../load.ts';

/** Words of a rule: literal, or `@name` for a set of lexicon.yaml. */
/** YAML would read 00 and 1e3 as other numbers than were written, so a number must say that it is a word. */
export const word = z
  .string({ error: ({ input }) => (typeof input === 'number' ? `数字作为词须加引号，如 '${input}'` : undefined) })
  .min(1)
  // [欠薪，拖欠] is one word to YAML, and finds nothing.
  .refine((text) => !/.[，、；]./u.test(text), {
    error: ({ input }) => `“${String(input)}”中有中文逗号、顿号或分号：词与词之间应用半角逗号`,
  });
export const wordList = z
  .array(word)
  .min(1)
  .superRefine((words, { addIssue }) => {
    const again = words.find((text, index) => words.indexOf(text) !== index);
    if (again !== undefined) addIssue({ code: 'custom', message: `“${again}”写了两次` });
  });

/** What can take the force out of a hit: 无人死亡 · 消防演练 · 万一爆炸 · 十年前的事故. */
export const GUARDS = ['negated', 'drill', 'hypothetical', 'history'] as const;
export type Guard = (typeof GUARDS)[number];

/**
 * One condition over the words of a post. All parts that are given must hold.
 * `near` and `notNear` look `within` characters to both sides of the anchor and never over the end of a sentence;
 * `also` and `unless` look at the whole post.
 */
export const conditionShape = {
  words: wordList,
  near: wordList.optional(),
  within: z.number().int().min(1).max(60).default(12),
  /** Where `near` must stand, seen from the anchor. */
  side: z.enum(['before', 'after', 'both']).default('both'),
  notNear: wordList.optional(),
  also: wordList.optional(),
  unless: wordList.optional(),
  guards: z.array(z.enum(GUARDS)).default([]),
};
export const conditionSchema = z.strictObject(conditionShape);
export type Condition = z.infer<typeof conditionSchema>;

/** Names a rule so that evidence and screens can say which one spoke. */
export const ruleId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/);
export { ruleSource };
