import { z } from 'zod';
import { INTAKE_KINDS, SOURCE_TYPES, attachedOrderSchema, countsSchema } from '../../../ingest/messages.ts';
import { analysisSchema } from '../../../analyzer/messages.ts';
import { flag, id, origin, page, pageQuery, time } from './common.ts';

/** One 信息 of the stream. Masked text, no author of any kind. `analysis` is null until the analyzer has read it. */
export const mentionView = z
  .object({
    id,
    source: z.string(),
    sourceType: z.enum(SOURCE_TYPES),
    url: z.string().nullable(),
    title: z.string(),
    text: z.string(),
    publishedAt: time,
    publishedPrecision: z.enum(['second', 'minute', 'day', 'unknown']),
    collectedAt: time,
    region: z.string().nullable(),
    counts: countsSchema,
    intakeKind: z.enum(INTAKE_KINDS),
    order: attachedOrderSchema.nullable(),
    duplicateOf: id.nullable(),
    revision: z.number().int(),
    /** Came as history: no warning, ticket or clock from it. */
    history: z.boolean(),
    origin,
    event: z.object({ id, title: z.string() }).nullable(),
    analysis: analysisSchema.nullable(),
  })
  .meta({ id: 'MentionView' });
export type MentionView = z.infer<typeof mentionView>;

/** Newest first by collection. */
export const streamQuery = pageQuery.extend({
  q: z.string().max(100).optional().describe('检索词'),
  topic: z.string().optional(),
  sourceType: z.enum(SOURCE_TYPES).optional(),
  /** At least this sensitivity, 0–3. */
  sensitivity: z.coerce.number().int().min(0).max(3).optional(),
  place: z.string().optional(),
  eventId: id.optional(),
  from: time.optional(),
  to: time.optional(),
  /** Hide equal texts (duplicateOf set). */
  distinct: flag.optional(),
});
export const streamPage = page(mentionView);
