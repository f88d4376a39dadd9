import { sql, type RawBuilder, type SqlBool } from 'kysely';

/**
 * Whether a picture of an event, or the analysis of a post, names this unit as the one complained of. Whoever oversees everything does not
 * read what is said against his own house (信访工作条例 arts. 28, 30).
 */
export const accusing = (json: RawBuilder<unknown>, unit: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`coalesce(${json} -> 'accused' @> ${JSON.stringify([{ id: unit }])}::jsonb, false)`;
