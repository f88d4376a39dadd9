import { z } from 'zod';

const FIRST_INSTANT = Date.UTC(1900, 0, 1);
/** Written with +08:00 a later one would need five digits for its year, and nothing could read it again. */
const LAST_INSTANT = Date.UTC(9999, 11, 31);

/** ISO 8601 with offset, years 1900 to 9999; the product writes +08:00. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= FIRST_INSTANT && Date.parse(text) <= LAST_INSTANT, '时间超出可用范围');

export const SOURCE_TYPES = [
  'weibo',
  'wechat',
  'forum',
  'news',
  'video',
  'client',
  'hotlist',
  'hotline',
  'petition',
  'board',
  'gov',
  'phone',
  'superior',
  'manual',
  'other',
] as const;
/** rules.md §8: each kind has its own law; the wrong kind is the wrong clock. */
export const INTAKE_KINDS = [
  'opinion',
  'consultation',
  'complaint',
  'suggestion',
  'correction',
  'petition',
  'disclosure',
  'emergency',
] as const;

export const countsSchema = z.object({
  like: z.number().int().nonnegative().optional(),
  comment: z.number().int().nonnegative().optional(),
  share: z.number().int().nonnegative().optional(),
  view: z.number().int().nonnegative().optional(),
  repeat: z.number().int().nonnegative().optional(),
});

/** An order of 12345 / 信访 / a board: it keeps its own number, owner and due time and is attached, never dispatched twice. */
export const attachedOrderSchema = z.object({
  number: z.string(),
  owner: z.string().nullable(),
  dueAt: instant.nullable(),
});

/** 快速登记: who told us and when; makes an event at once, whatever the heat. */
export const registrationSchema = z.object({
  by: z.object({ id: z.string(), name: z.string(), unitId: z.string().nullable() }),
  /** 群众来电 / 上级通知 / 部门报告 / 媒体问询 / 巡查发现 … */
  toldVia: z.enum(['phone', 'superior', 'unit', 'media', 'patrol', 'other']),
  /** The organisation or role that told us, never a citizen's name. */
  toldBy: z.string(),
  toldAt: instant,
  note: z.string().nullable(),
  /** Ids of stored screenshots. */
  attachments: z.array(z.string()),
});

/** What stands as the text of a registration by hand that brought no words of its own. */
export const POINTERS = { link: '（见登记链接）', screenshot: '（见登记截图）' } as const;

/** True for a text that only points to a page or a picture: two of them are alike in nothing but that. */
export const isPointer = (text: string): boolean => text === POINTERS.link || text === POINTERS.screenshot;

/**
 * 提及/信息: one post, article, comment, hotline order or board message, with the author dropped and personal data masked.
 * All times ISO 8601. Identity is source + externalId; a re-import upserts and raises `revision`.
 */
export const mentionSchema = z.object({
  id: z.uuid(),
  source: z.string().min(1),
  sourceType: z.enum(SOURCE_TYPES),
  externalId: z.string().min(1),
  url: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  /** First public appearance; collectedAt when the source gives none (precision 'unknown'). */
  publishedAt: instant,
  publishedPrecision: z.enum(['second', 'minute', 'day', 'unknown']),
  collectedAt: instant,
  parentId: z.string().nullable(),
  counts: countsSchema,
  /** Province at the finest, as the source said. */
  region: z.string().nullable(),
  /** Rank on a hot list, 1 = top. */
  rank: z.number().int().positive().nullable(),
  intakeKind: z.enum(INTAKE_KINDS),
  order: attachedOrderSchema.nullable(),
  registration: registrationSchema.nullable(),
  /** Keyed hash, only for counting distinct voices inside one key period; null when the source names no author. */
  voice: z.string().nullable(),
  /** Hash of the normalised text: equal text = equal fingerprint. */
  fingerprint: z.string(),
  /** Earlier mention with the same fingerprint; the mention itself is kept. */
  duplicateOf: z.uuid().nullable(),
  revision: z.number().int().positive(),
  change: z.enum(['new', 'revised', 'counts']),
  /** Older than the history limit when it came (default 7 days): analysed and grouped, but no warning, ticket, clock or message unless a person asks. */
  history: z.boolean(),
  /** Jurisdiction code of the installation this was collected for. */
  jurisdiction: z.string(),
  origin: z.enum(['live', 'demo', 'drill']),
});
export type Mention = z.infer<typeof mentionSchema>;

/** Topic mentions.collected, key = mention id. */
export const MENTION_COLLECTED = { topic: 'mentions.collected', type: 'mention.collected', version: 1 } as const;
