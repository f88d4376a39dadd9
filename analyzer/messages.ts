import { z } from 'zod';
import { attachedOrderSchema, instant, INTAKE_KINDS, mentionSchema, registrationSchema } from '../ingest/messages.ts';

/** UTF-16 units on the field as given, end exclusive. `for` names the label, e.g. 'topic:education', 'sensitivity', 'facts.deaths'. */
export const evidenceSchema = z.object({
  for: z.string(),
  field: z.enum(['title', 'text']),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  /** Rulebook rule or model that spoke, shown to the person. */
  by: z.string().optional(),
});

/** high null = open upwards. Reading of numbers: rules.md §4.2. */
export const rangeSchema = z.object({ low: z.number().nonnegative(), high: z.number().nonnegative().nullable() });
export const FACT_NAMES = [
  'deaths',
  'seriousInjuries',
  'injuries',
  'missing',
  'poisoned',
  'evacuated',
  'directLossYuan',
] as const;
export const factsSchema = z.object({
  deaths: rangeSchema.optional(),
  seriousInjuries: rangeSchema.optional(),
  injuries: rangeSchema.optional(),
  missing: rangeSchema.optional(),
  poisoned: rangeSchema.optional(),
  evacuated: rangeSchema.optional(),
  directLossYuan: rangeSchema.optional(),
});
export type Facts = z.infer<typeof factsSchema>;

/** Who states a number, in the order of authority of rules.md §4.2; hearsay is told of nobody. */
export const CLAIM_SOURCES = ['official', 'unit', 'media', 'netizen', 'hearsay'] as const;
/** One number of the text with who says it and for which hour. `facts` holds the chosen ones; here the others stay readable too. */
export const claimSchema = rangeSchema.extend({
  fact: z.enum(FACT_NAMES),
  /** Null: the text in its own voice. */
  source: z.enum(CLAIM_SOURCES).nullable(),
  /** As the text tells it: 8日14:30, 14:30 or 8日; null when no hour is told. */
  asOf: z.string().nullable(),
  /** False: an earlier number, an increment, or one a better source outdoes. */
  current: z.boolean(),
  /** 更正为3人; absent where nothing is corrected. */
  corrected: z.literal(true).optional(),
  field: evidenceSchema.shape.field,
  start: evidenceSchema.shape.start,
  end: evidenceSchema.shape.end,
});
export type FactClaim = z.infer<typeof claimSchema>;

/** 担忧 愤怒 质疑 感谢: what a text sounds like, for charts before and after an answer, never of a person. */
export const TONES = ['worry', 'anger', 'doubt', 'thanks', 'neutral'] as const;
export const toneSchema = z.enum(TONES);
export type Tone = z.infer<typeof toneSchema>;

export const eventLevel = z.enum(['I', 'II', 'III', 'IV']);
export type EventLevel = z.infer<typeof eventLevel>;
/** Machine estimate only: `low` from the lower bounds, `high` = 可能升级 from the upper bounds. */
export const suggestedLevelSchema = z.object({
  low: eventLevel.nullable(),
  high: eventLevel.nullable(),
  rule: z.string().nullable(),
  status: z.enum(['suggested', 'unclear', 'none']),
});

export const departmentSuggestionSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['lead', 'co', 'coordinator', 'supervisor']),
  score: z.number().min(0).max(1),
  /** W-01 … W-07, duty table row, or model. */
  reason: z.string(),
});

export const placeSchema = z.object({
  code: z.string(),
  name: z.string(),
  path: z.array(z.string()),
  /** Only mentioned in passing. */
  background: z.boolean().optional(),
  /** Code of the customer's district (or city) it lies in; absent outside the customer's tree. */
  jurisdiction: z.string().optional(),
  /** Below 1 when the name stands for several places of the tree and the text does not tell which; absent when sure. */
  certainty: z.number().min(0).max(1).optional(),
});

/** Class keys as in the labelling guide; shape as printed by `huiying analyze` (docs/analyze.md). */
export const analysisSchema = z.object({
  topic: z.object({ primary: z.string(), secondary: z.array(z.string()), confidence: z.number().min(0).max(1) }),
  appeal: z.string(),
  sensitivity: z.object({ level: z.number().int().min(0).max(3), confidence: z.number().min(0).max(1) }),
  focus: z.array(z.string()),
  departments: z.array(departmentSuggestionSchema),
  /** Units the text blames; never proposed as lead. */
  accused: z.array(z.object({ id: z.string().nullable(), name: z.string() })),
  places: z.array(placeSchema),
  facts: factsSchema,
  /** Every number told of this event; absent when the text tells none. */
  claims: z.array(claimSchema).optional(),
  eventKind: z.string().nullable(),
  eventLevel: suggestedLevelSchema,
  keywords: z.array(z.string()),
  evidence: z.array(evidenceSchema),
  tone: toneSchema.optional(),
  needsPerson: z.boolean(),
  /** Why, in Chinese; absent when no person is needed. */
  needsPersonWhy: z.array(z.string()).optional(),
});
export type Analysis = z.infer<typeof analysisSchema>;

export const analyzedMentionSchema = z.object({ mention: mentionSchema, analysis: analysisSchema });
export type AnalyzedMention = z.infer<typeof analyzedMentionSchema>;
/** Topic mentions.analyzed, key = grouping domain (root jurisdiction), so that grouping has one owner a domain. */
export const MENTION_ANALYZED = { topic: 'mentions.analyzed', type: 'mention.analyzed', version: 1 } as const;

/** Opinion colour, an axis of its own beside the event level (rules.md §5). */
export const colour = z.enum(['red', 'orange', 'yellow', 'blue']);
export type Colour = z.infer<typeof colour>;

/** Who tells a number of an event, strongest first; the last two weigh alike. A quotation is no stronger than who quotes. */
export const EVENT_CLAIM_SOURCES = ['official', 'unit', 'media', 'self', 'netizen'] as const;
/** One number of an event as one kind of source tells it, whether or not it rules (rules.md §4.2). */
export const eventClaimSchema = rangeSchema.extend({
  fact: z.enum(FACT_NAMES),
  source: z.enum(EVENT_CLAIM_SOURCES),
  /** The latest hour the number is told for: 截至 …, else the publication. */
  asOf: instant,
  posts: z.number().int().positive(),
  voices: z.number().int().positive(),
  /** Mentions that tell it, the newest first. */
  examples: z.array(z.uuid()).min(1).max(3),
  /** `ruling` is the one in `facts`; `disputed` contradicts it now; `other` agrees with it or was told before it. */
  standing: z.enum(['ruling', 'disputed', 'other']),
});
export type EventClaim = z.infer<typeof eventClaimSchema>;

/** A whole picture of one 舆情事件 after a change; `revision` grows by one each time. */
export const eventSnapshotSchema = z.object({
  id: z.uuid(),
  revision: z.number().int().positive(),
  title: z.string(),
  topic: z.string(),
  sensitivity: z.number().int().min(0).max(3),
  focus: z.array(z.string()),
  kind: z.string().nullable(),
  level: suggestedLevelSchema,
  facts: factsSchema,
  /** Where `facts` come from: the numbers of all sources and hours, the ruling one of each fact first; absent when no text tells a number. */
  claims: z.array(eventClaimSchema).max(24).optional(),
  /** Facts of which two numbers stand against each other now (口径不一), in words: 3人（官方 10:20）/ 5人（网传 11:05）. */
  disputed: z.array(z.object({ fact: z.enum(FACT_NAMES), words: z.string() })).optional(),
  /** Score 0–100 with its parts (media, growth, spread, sensitivity, offline) and floors, so that the screen can show why. */
  opinion: z.object({
    colour: colour.nullable(),
    score: z.number(),
    parts: z.array(z.object({ name: z.string(), points: z.number(), why: z.string() })),
    floors: z.array(z.object({ colour, why: z.string() })),
  }),
  stage: z.enum(['emerging', 'growing', 'peak', 'declining', 'ended']),
  heat: z.number().nonnegative(),
  counts: z.object({
    mentions: z.number().int(),
    voices: z.number().int(),
    sources: z.number().int(),
    platforms: z.number().int(),
    media: z.number().int(),
  }),
  jurisdiction: z.string(),
  places: z.array(placeSchema),
  departments: z.array(departmentSuggestionSchema),
  accused: z.array(z.object({ id: z.string().nullable(), name: z.string() })),
  keywords: z.array(z.string()),
  firstPublishedAt: instant,
  /** First public post of the current outbreak (a long silence ends an outbreak). */
  outbreakPublishedAt: instant,
  lastPublishedAt: instant,
  /** When the event happened, if a text says so. */
  occurredAt: z.object({ at: instant, source: z.string() }).nullable(),
  /** Earliest of rule, person, notice; null while nothing has detected it. */
  detected: z.object({ at: instant, by: z.enum(['rule', 'person', 'notice']), why: z.string() }).nullable(),
  /** An official message of level city or above asks for an answer. */
  upperRequest: z.boolean(),
  /** Set when the event came by quick registration. */
  registration: mentionSchema.shape.registration,
  /** Every quick registration inside, in the order they came, the last 20 and the earliest of the outbreak; absent where there is none and in pictures of before. */
  registrations: z
    .array(registrationSchema.pick({ toldVia: true, toldBy: true, toldAt: true }).extend({ mentionId: z.uuid() }))
    .optional(),
  /** Orders of 12345 / 信访 / boards inside: each keeps its own number, owner and due time and is attached, never dispatched twice. */
  orders: z.array(attachedOrderSchema.extend({ mentionId: z.uuid(), source: z.string() })).default([]),
  /** Kinds of intake inside, most frequent first (rules.md §8: each kind has its own clocks). */
  intakeKinds: z.array(z.enum(INTAKE_KINDS)).default([]),
  /** Only history inside: no warning, ticket, clock or message unless a person asks. */
  history: z.boolean(),
  /** Id of the event this one was merged into. */
  mergedInto: z.uuid().nullable(),
  /** Mentions that joined with this revision. */
  added: z.array(z.uuid()),
  origin: mentionSchema.shape.origin,
});
export type EventSnapshot = z.infer<typeof eventSnapshotSchema>;
/** Topic events.changed, key = event id. */
export const EVENT_CHANGED = { topic: 'events.changed', type: 'event.changed', version: 1 } as const;

/** 苗头: an early sign, with the reason it was raised. */
export const warningSchema = z.object({
  id: z.uuid(),
  kind: z.enum(['grave', 'growth', 'cross_source', 'media', 'repeat', 'minors', 'crowd', 'registered', 'false_info']),
  eventId: z.uuid().nullable(),
  /** Title of the event, 网传 included; absent from producers that do not know it. */
  title: z.string().optional(),
  at: instant,
  colour,
  mentions: z.array(z.uuid()),
  topic: z.string().nullable(),
  place: z.string().nullable(),
  /** Chinese sentence a duty officer can act on, with the numbers it rests on. */
  reason: z.string(),
  /** Id of the rulebook row. */
  rule: z.string(),
  jurisdiction: z.string(),
  origin: mentionSchema.shape.origin,
});
export type Warning = z.infer<typeof warningSchema>;
/** Topic warnings.raised, key = event id or warning id. */
export const WARNING_RAISED = { topic: 'warnings.raised', type: 'warning.raised', version: 1 } as const;

/** What of an analysis an officer can call wrong. */
export const FEEDBACK_LABELS = [
  'topic',
  'secondary',
  'appeal',
  'sensitivity',
  'focus',
  'place',
  'facts',
  'eventKind',
  'eventLevel',
  'lead',
  'co',
  'accused',
] as const;
export type FeedbackLabel = (typeof FEEDBACK_LABELS)[number];
/** Pending until a second person decides. */
export const FEEDBACK_STATES = ['pending', 'accepted', 'rejected'] as const;
export type FeedbackState = (typeof FEEDBACK_STATES)[number];
