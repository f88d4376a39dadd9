import { z } from 'zod';
import { ruleSource } from '../load.ts';

/**
 * What two texts must have in common before a join rule may speak. `named`: an object that is more than a road; `event`: the group is an
 * event already; `subject`: a thing of which a district has one alarm at a time; `sudden`: both are sudden; `alarm`: one of both is;
 * `unplaced`: the text names no place; `open`: they do not name two different objects;
 * `trouble`: a harm that is more than company to another (被困, 维权); `serious`: the text is no praise or idle remark.
 */
export const JOIN_NEEDS = [
  'object',
  'named',
  'harm',
  'community',
  'town',
  'district',
  'sudden',
  'topic',
  'event',
  'subject',
  'alarm',
  'unplaced',
  'open',
  'trouble',
  'serious',
] as const;
export type JoinNeed = (typeof JOIN_NEEDS)[number];

const joinRule = z.strictObject({
  id: z.string().regex(/^[a-z_]+$/),
  title: z.string(),
  needs: z.array(z.enum(JOIN_NEEDS)),
  /** Cosine of the topic words, already lowered by the time that passed. */
  minSimilarity: z.number().min(0).max(1),
  /** Strong enough to merge two groups that one text belongs to. */
  bridges: z.boolean(),
  /** Only with a text this close in time to the group; default: as long as the group is remembered. */
  withinHours: z.number().positive().optional(),
  /** Only when no other group comes near: a text without a place must not be guessed into one of two fires. */
  clear: z.boolean().default(false),
});
export type JoinRule = z.infer<typeof joinRule>;

const objectKind = z.strictObject({
  kind: z.string(),
  /** Endings that make a name: 小学, 医院, 小区 … the longest wins. */
  suffixes: z.array(z.string().min(1)).min(1),
  /** Endings without meaning of their own: 东湖花园小区 = 东湖花园. */
  generic: z.array(z.string()).default([]),
  /** true: two different names of this kind are two matters even when something else is shared (两个食堂). */
  strict: z.boolean().default(false),
  /** false: names of this kind connect but never separate (roads: one accident is told by two of them). */
  separates: z.boolean().default(true),
  /** What must not follow the ending: 街 before 道 is a town, 路 before 灯 no road. */
  notBefore: z.array(z.string()).default([]),
  /** Only names whose stem is an ordinal: 第一食堂, 二食堂. */
  ordinal: z.boolean().default(false),
});
export type ObjectKind = z.infer<typeof objectKind>;

const harm = z.strictObject({
  key: z.string(),
  name: z.string(),
  words: z.array(z.string().min(1)).min(1),
  /** Harms of one family are told of one matter: 起火 and 爆炸. Default: a family of its own. */
  family: z.string().optional(),
  /** false: only accompanies a matter (人员死亡, 维权), so a difference in it separates nothing. */
  separates: z.boolean().default(true),
  /** Words fit for a headline: the one most texts use, else the first; default: the name. */
  headline: z.array(z.string().min(1)).min(1).optional(),
  /** In a headline the subject stands before it: 自来水 + 投毒, 大巴 + 坠江. */
  ofSubject: z.boolean().default(false),
});
export type Harm = z.infer<typeof harm>;

const subject = z.strictObject({
  key: z.string(),
  name: z.string(),
  words: z.array(z.string().min(1)).min(1),
  /** Its first word used may stand in a headline before such a harm. */
  headline: z.boolean().default(false),
});

/** grouping.yaml: when posts are one matter, when a matter is an event, how heat and stage are read. */
export const groupingSchema = z.strictObject({
  source: ruleSource,
  window: z.strictObject({
    /** Silence that ends an outbreak. */
    silenceHours: z.number().positive(),
    /** An event is remembered this long after its last post, a lone post that long. */
    eventDays: z.number().positive(),
    singleDays: z.number().positive(),
    /** Similarity halves with this silence between a post and the group. */
    halfLifeHours: z.number().positive(),
    /** Upper bound on groups held in memory for one domain; the longest untouched go first. */
    maxOpen: z.number().int().positive(),
  }),
  promote: z.strictObject({
    /** Posts needed before a group is an event, by its highest sensitivity 0–3. */
    mentions: z.tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int()]),
    /** Posts needed when all are of topic `none`. */
    unrelated: z.number().int(),
    /** Appeals that ask nothing urgent: so many posts are needed when all are of these, up to sensitivity 1. */
    quietAppeals: z.array(z.string()),
    quiet: z.number().int(),
    /** Harms that make an event of one credible post. */
    atOnce: z.array(z.string()),
  }),
  /** Appeals of idle remarks: at sensitivity 0 they do not join a matter for naming its object alone. */
  idleAppeals: z.array(z.string()),
  joins: z.array(joinRule).min(1),
  nearCopy: z.strictObject({ simhashDistance: z.number().int(), minChars: z.number().int(), jaccard: z.number() }),
  /** Copies count as one text only from this length on: 转发微博 says nothing. */
  sameTextMinChars: z.number().int(),
  objects: z.array(objectKind),
  /** Words that end a name on its left. */
  hardStops: z.array(z.string()),
  softStops: z.array(z.string()),
  /** Stems that name nothing: 一家, 本地. */
  emptyStems: z.array(z.string()),
  /** Endings of a stem that make it no name: 马(路), 老旧(小区). */
  emptyEnds: z.array(z.string()),
  /** Words in which a stop word is part of a name: 和平, 向阳. */
  keepWords: z.array(z.string()),
  harms: z.array(harm),
  /** Words that hold a harm word and mean none: 家长群炸了. */
  idioms: z.array(z.string().min(1)),
  /** What an alarm is about when no object has a name: 自来水, 偷孩子 (see `subject` of the join rules). */
  subjects: z.array(subject),
  /** Words inside a name that some leave out: 解放路下穿隧道 = 解放路隧道. */
  infixes: z.array(z.string().min(1)),
  /** Characters of no topic, left out of the topic words. */
  stopCharacters: z.string(),
  heat: z.strictObject({ halfLifeHours: z.number().positive(), weights: z.record(z.string(), z.number()) }),
  stages: z.strictObject({
    windowHours: z.number().positive(),
    /** Distinct voices from which growth means anything. */
    minVoices: z.number().int(),
    growingRatio: z.number(),
    decliningRatio: z.number(),
  }),
});
export type GroupingBook = z.infer<typeof groupingSchema>;
