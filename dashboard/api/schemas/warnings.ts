import { z } from 'zod';
import { warningSchema } from '../../../analyzer/messages.ts';
import { colour, flag, id, page, pageQuery } from './common.ts';

/** 苗头: `reason` is a sentence with its numbers; `rule` the rulebook row. */
export const warningView = warningSchema
  .extend({ event: z.object({ id, title: z.string() }).nullable() })
  .meta({ id: 'WarningView' });
export type WarningView = z.infer<typeof warningView>;

export const warningsQuery = pageQuery.extend({
  kind: warningSchema.shape.kind.optional(),
  colour: colour.optional(),
  eventId: id.optional(),
  /** Only those whose event has no ticket yet. */
  open: flag.optional(),
});
export const warningsPage = page(warningView);
