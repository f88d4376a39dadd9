import { z } from 'zod';
import { analysisSchema, FEEDBACK_LABELS, FEEDBACK_STATES } from '../../../analyzer/messages.ts';
import { id, origin, page, pageQuery, personRef, time } from './common.ts';

/** Something a person can read: not only spaces, blanks of any width or invisible signs (the fillers of Hangul and Braille among them). */
const READABLE = /[^\s\p{C}\p{Mn}\u115f\u1160\u2800\u3164\uffa0]/u;
export const TRY_MAX = 20_000;

const title = z
  .string()
  .max(200, '标题最多 200 字')
  .refine((value) => value === '' || READABLE.test(value), '标题不能只有空格，可以不填')
  .optional();
const text = z
  .string()
  .max(TRY_MAX, '文字最多 20000 字，请截取后再试')
  .refine((value) => READABLE.test(value), '请先填写一段文字，不能只有空格');

/** 试一段文字: read like a stored post and forgotten. */
export const tryRequest = z.strictObject({ title, text });
export const tryAnswer = z
  .object({
    analysis: analysisSchema,
    /** Digest of the rulebooks in force. */
    version: z.string(),
    serverTime: time,
  })
  .meta({ id: 'TriedText' });
export type TriedText = z.infer<typeof tryAnswer>;

export const feedbackLabel = z.enum(FEEDBACK_LABELS, { error: '没有这一项结果，请从列表中选择' });
export const feedbackState = z.enum(FEEDBACK_STATES);

/** Closed lists of a correction. `name` is null where the screen knows the word for the key. */
export const feedbackLabels = z
  .object({
    items: z.array(
      z.object({
        label: feedbackLabel,
        most: z.number().int(),
        values: z.array(z.object({ value: z.string(), name: z.string().nullable() })),
      }),
    ),
  })
  .meta({ id: 'FeedbackLabels' });
export type FeedbackLabels = z.infer<typeof feedbackLabels>;

/**
 * 纠正: of a stored post (mentionId) or of a text tried out (title, text). `correct` holds keys of the closed list; an empty list says
 * that the post has none. Facts: `deaths:3`, `injuries:5-8`, `evacuated:100+`, `missing:none`, only those that are wrong.
 */
export const feedbackRequest = z
  .strictObject({
    mentionId: id.optional(),
    title,
    text: text.optional(),
    label: feedbackLabel,
    correct: z.array(z.string().min(1).max(60)).max(12),
    remark: z.string().max(500, '说明最多 500 字').default(''),
  })
  .refine((body) => (body.mentionId === undefined) !== (body.text === undefined), {
    message: '请指明一条信息，或附上一段文字',
    path: ['text'],
  })
  .refine((body) => body.mentionId === undefined || body.title === undefined, {
    message: '指明信息时不再附标题',
    path: ['title'],
  });

export const feedbackView = z
  .object({
    id,
    /** Null: a text tried out. */
    mentionId: id.nullable(),
    label: feedbackLabel,
    said: z.array(z.string()),
    correct: z.array(z.string()),
    confidence: z.number().nullable(),
    remark: z.string(),
    /** Masked; the beginning of the text. */
    title: z.string(),
    text: z.string(),
    version: z.string(),
    analyzedAt: time,
    givenAt: time,
    givenBy: personRef,
    state: feedbackState,
    review: z.object({ at: time, by: z.string(), reason: z.string() }).nullable(),
    revision: z.number().int(),
    /** Whether the reader is a second person who may decide it now. */
    reviewable: z.boolean(),
    origin,
  })
  .meta({ id: 'FeedbackView' });
export type FeedbackView = z.infer<typeof feedbackView>;

/** Newest first. No filter by person: corrections are about the machine. */
export const feedbackQuery = pageQuery.extend({ state: feedbackState.optional(), label: feedbackLabel.optional() });
export const feedbackPage = page(feedbackView);

export const reviewRequest = z.strictObject({
  revision: z.number().int().positive(),
  accept: z.boolean(),
  reason: z.string().max(500, '理由最多 500 字').regex(READABLE, '请写明理由'),
});
