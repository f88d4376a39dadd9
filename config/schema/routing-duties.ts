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
  /** Who helps besides: every row that holds counts, and none changes who leads. */
  helpers: z
    .array(
      z.strictObject({
        id: ruleId,
        topics: z.array(topicKey).optional(),
        ...conditionShape,
        co: z.array(z.string()).min(1),
      }),
    )
    .default([]),
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
    /** Blame in two parts of one clause: 收了老板的好处. `handling` as above, else a misdeed. */
    phrases: z
      .array(
        z.strictObject({
          words: wordList,
          then: wordList,
          within: z.number().int().nonnegative(),
          /** The first part alone is enough where the text ends: 水务局不管. */
          atEnd: z.boolean().default(false),
          handling: z.boolean().default(false),
          corruption: z.boolean().default(false),
        }),
      )
      .default([]),
    /** Said of whom is named directly before it, with only time and adverbs between: 12345三天没人回. Whole words: single characters slow all reading. */
    awaited: wordList,
    /** Besides numbers of days, hours and times, what may stand between a unit and an `awaited` word. */
    between: wordList.default([]),
    /** People, cars and numbers that stand for a unit: 消防车半小时才到. */
    standIns: z.array(z.strictObject({ words: wordList, unit: z.string() })).default([]),
    /** 对…的投诉推诿: ends of what a unit deals with; who is named inside is the object. */
    matters: wordList.default([]),
    /** Behind a name directly behind a body: 住建局物业科 is the bureau, no 物业. */
    sections: wordList.default([]),
    /** What one does with others: 与老板称兄道弟 blames the unit, not only 老板. */
    collusion: wordList.default([]),
    /** Before a unit that is reported: 转给了被举报的教育局. */
    reported: wordList.default([]),
    /** Names of units that are only places: they belong to the unit named just before (税务局办事大厅). */
    halls: wordList.default([]),
    /** Before or after a blame in what is only neglect: 接到投诉不处理. */
    received: wordList.default([]),
    /** Own people of a unit who are somebody else elsewhere: 公交公司司机. */
    ownPeople: wordList.default([]),
  }),
});
export type RoutingDutiesBook = z.infer<typeof routingDutiesSchema>;
