import { sql, type Kysely, type SqlBool } from 'kysely';
import type { Colour } from '../../messages.ts';
import type { AnalyzerTables } from '../../tables.ts';
import type { CountFilter } from '../../queries/mention-counts.ts';
import { accusing } from './accusing.ts';

export interface EventOverview {
  /** Not ended, not history. */
  open: number;
  growing: number;
  warnings: number;
  byColour: { colour: Colour; events: number }[];
}

/** Counts for the first screen; warnings since `since`. */
export async function eventOverview(
  db: Kysely<AnalyzerTables>,
  { origins, notAccusing }: CountFilter,
  since: Date,
): Promise<EventOverview> {
  const told = notAccusing ? sql<SqlBool>`not ${accusing(sql`snapshot`, notAccusing)}` : sql<SqlBool>`true`;
  const rows = await db
    .selectFrom('analyzer_events')
    .select([
      'colour',
      sql<number>`count(*)`.as('events'),
      sql<number>`count(*) filter (where stage = 'growing')`.as('growing'),
    ])
    .where('origin', 'in', [...origins])
    .where('merged_into', 'is', null)
    .where('history', '=', false)
    .where('stage', '!=', 'ended')
    .where(told)
    .groupBy('colour')
    .execute();
  const warnings = await db
    .selectFrom('analyzer_warnings as w')
    .innerJoin('analyzer_events as e', 'e.id', 'w.event_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('w.origin', 'in', [...origins])
    .where(told)
    .where('w.at', '>=', since)
    .executeTakeFirstOrThrow();
  const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + Number(number), 0);
  return {
    open: sum(rows.map((row) => row.events)),
    growing: sum(rows.map((row) => row.growing)),
    warnings: Number(warnings.count),
    byColour: rows.flatMap(({ colour, events }) => (colour === null ? [] : [{ colour, events: Number(events) }])),
  };
}
