import { z } from 'zod';

/**
 * What every bus message is wrapped in. Additive changes only; unknown fields are ignored.
 * `at` is the instant the sender worked at (ISO 8601, +08:00): real time for live messages, the story's own time for demo and replay.
 */
export const envelopeSchema = z.object({
  id: z.uuid(),
  type: z.string().min(1),
  version: z.number().int().positive(),
  key: z.string().min(1),
  at: z.iso.datetime({ offset: true }),
  traceId: z.string(),
  payload: z.unknown(),
  /** Set on a replayed message: only this consumer group works on it, the others step over it. */
  forGroup: z.string().optional(),
});

export type Envelope<P = unknown> = Omit<z.infer<typeof envelopeSchema>, 'payload'> & { payload: P };
