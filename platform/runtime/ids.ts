import { randomUUID } from 'node:crypto';

/**
 * UUIDv7 (RFC 9562 §5.7): sorts by the given instant, so ids of a replay sort by the story's own time. Its random part is that of a v4,
 * which the runtime draws for many at once.
 */
export function uuidv7(at: Date): string {
  const ms = at.getTime().toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${randomUUID().slice(15)}`;
}
