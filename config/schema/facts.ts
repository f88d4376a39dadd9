import { z } from 'zod';
import { ruleSource } from '../load.ts';

const words = z.array(z.string().min(1)).min(1);

/** facts.yaml: the words by which casualties and losses are told. Numbers themselves are read by code (analyzer/facts). */
export const factsBookSchema = z.strictObject({
  source: ruleSource,
  roles: z.strictObject({
    dead: words,
    serious: words,
    light: words,
    injured: words,
    missing: words,
    poisoned: words,
    evacuated: words,
    loss: words,
    /** Dead and injured together: 伤亡. */
    casualty: words,
    /** Looks like one of the above and is not: 死亡率, 工伤, 获救. It takes a number away without saying anything. */
    nothing: words,
  }),
  /** Abbreviated roles: count only directly after a number (5死2伤). */
  short: z.strictObject({ dead: words, serious: words, light: words, injured: words }),
  /** Follow a number of people. */
  people: words,
  /** A single person named without a number: 司机身亡. */
  persons: words,
  atLeast: words,
  about: words,
  nearly: words,
  denial: words,
  /** A denial with one of these is a state of knowledge: 0 to open. */
  notYet: words,
  past: words,
  unreal: words,
  /** Illness by food is meant only when one of these is said. */
  poisonContext: words,
});
export type FactsBook = z.infer<typeof factsBookSchema>;
