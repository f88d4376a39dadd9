import { z } from 'zod';
import { conditionShape, ruleId, ruleSource, wordList } from './conditions.ts';
import { topicKey } from './topics.ts';

/**
 * Who answers: rows are read from top to bottom, the first that holds gives the lead. Unit ids as in departments.yaml.
 * Without a row the unit whose `topics` has the primary topic leads; without one the fallback unit does.
 */
export const routingDutiesSchema = z.strictObject({
  source: ruleSource,
  duties: z.array(
    z.strictObject({
      id: ruleId,
      topics: z.array(topicKey).optional(),
      ...conditionShape,
      words: conditionShape.words.optional(),
      lead: z.string(),
      co: z.array(z.string()).default([]),
    }),
  ),
  /** A policy of the State Council in dispute belongs to its department above (W-01). */
  statePolicy: z.strictObject(conditionShape).optional(),
  /** Who a text blames; an accused unit never leads (信访工作条例 arts. 28, 30). */
  blame: z.strictObject({
    /** How far behind its subject a word of blame may stand. */
    within: z.number().int().positive(),
    /** Bad handling: also said of a unit one went to (找了教育局，一直推诿). */
    handling: wordList,
    /** Misdeeds: told *to* a unit they are somebody else's. */
    misdeed: wordList,
    /** Those of the words above that the discipline body takes. */
    corruption: wordList,
    /** What comes directly before the unit one complains of: 举报教育局. */
    charges: wordList,
    /** Ends of names of public bodies that are not in the tree. */
    bodies: wordList,
    /** Everybody else who can be blamed: the nearest subject before the word is meant. */
    others: wordList,
    /** 贵局, 该所: the unit named last. */
    meant: wordList,
    /** Between a unit and what it did: 教育局的工作人员. */
    staff: wordList,
    /** Before a unit that is asked or thanked. */
    asked: wordList,
    /** Before a unit one turned to. */
    addressed: wordList,
    /** After a unit that acts against somebody else or helps. */
    acts: wordList,
    /** After a unit whose name only tells where. */
    whereabouts: wordList,
    /** What others are said to say is nobody's complaint. */
    hearsay: wordList,
    refuted: wordList,
  }),
});
export type RoutingDutiesBook = z.infer<typeof routingDutiesSchema>;
