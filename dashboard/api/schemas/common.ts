import { z } from 'zod';
import { instant } from '../../../ingest/messages.ts';
import { colour, eventLevel } from '../../../analyzer/messages.ts';

/** ISO 8601 with offset in requests; answers always carry +08:00. */
export const time = instant;
export const id = z.uuid();
export const origin = z.enum(['live', 'demo', 'drill']);
export { colour, eventLevel };

export const unitRef = z.object({ id: z.string(), name: z.string() }).meta({ id: 'UnitRef' });
export const personRef = z
  .object({ id: z.string(), name: z.string(), unitId: z.string().nullable() })
  .meta({ id: 'PersonRef' });

export const idParams = z.object({ id });
export const noContent = z.null();

/** Keyset pages: `cursor` is opaque, null or absent means the first page. */
export const pageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
/** `serverTime` lets a countdown ignore a wrong client clock. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), serverTime: time });

/** RFC 9457, media type application/problem+json. `code` is stable, `detail` is Chinese and for the screen. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    /** Field errors in `errors: [{path, message}]`; for a conflict `current: {revision, by, at, kind}`; for 403 `reason`. */
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Problem' });

/** Query flags: ?history=true */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
