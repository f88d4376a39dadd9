import { z } from 'zod';
import type { DeliveredMessage } from '../ports/event-bus.ts';
import { envelopeSchema, type Envelope } from './envelope.ts';
import type { ConsumedMessage, ConsumeOptions } from './kernel.ts';

export type Reading<P> =
  | { kind: 'message'; message: ConsumedMessage<P> }
  /** Replayed for another group. */
  | { kind: 'foreign' }
  | { kind: 'unreadable'; detail: string };

/** From the text on the bus to what a handler works on. Details name fields, never their contents. */
export function readMessage<P>(
  delivered: DeliveredMessage,
  { schema, group, accepts }: Pick<ConsumeOptions<P>, 'schema' | 'group' | 'accepts'>,
  realNow: Date,
): Reading<P> {
  let raw: unknown;
  try {
    raw = JSON.parse(delivered.value);
  } catch {
    return { kind: 'unreadable', detail: 'not JSON' };
  }
  const envelope = envelopeSchema.safeParse(raw);
  if (!envelope.success) return { kind: 'unreadable', detail: `envelope: ${issues(envelope.error)}` };
  if (envelope.data.forGroup !== undefined && envelope.data.forGroup !== group) return { kind: 'foreign' };
  const unknown = accepts && strangeness(envelope.data, accepts);
  if (unknown) return { kind: 'unreadable', detail: unknown };
  const payload = schema.safeParse(envelope.data.payload);
  if (!payload.success) return { kind: 'unreadable', detail: `payload: ${issues(payload.error)}` };
  const { id, type, key, traceId } = envelope.data;
  const now = effectiveNow(envelope.data, realNow);
  return { kind: 'message', message: { id, type, key, traceId, now, payload: payload.data } };
}

/** Fields may be added within a version; a newer one, or another type, may mean something else by the same fields. */
function strangeness({ type, version }: Envelope, known: { type: string; version: number }): string | null {
  // What a stranger wrote goes into a log line: not all of it.
  if (type !== known.type) return `type ${type.slice(0, 60)} instead of ${known.type}`;
  return version > known.version ? `version ${version}, newer than ${known.version}: update this program first` : null;
}

/** Live work happens now; a demo or drill plays in its own time. Analysed mentions carry the origin one level deeper. */
function effectiveNow(envelope: Envelope, realNow: Date): Date {
  const payload = envelope.payload as { origin?: unknown; mention?: { origin?: unknown } } | null;
  const origin = payload?.origin ?? payload?.mention?.origin;
  return origin === 'demo' || origin === 'drill' ? new Date(envelope.at) : realNow;
}

const issues = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || '(root)'} ${issue.code}`)
    .join('; ');
