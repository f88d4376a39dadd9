import { sql, type Kysely } from 'kysely';
import type { Colour, EventSnapshot } from '../../messages.ts';
import type { AnalyzerTables } from '../../tables.ts';

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
  origins: EventSnapshot['origin'][],
  since: Date,
): Promise<EventOverview> {
  const rows = await db
    .selectFrom('analyzer_events')
    .select([
      'colour',
      sql<number>`count(*)`.as('events'),
      sql<number>`count(*) filter (where stage = 'growing')`.as('growing'),
    ])
    .where('origin', 'in', origins)
    .where('merged_into', 'is', null)
    .where('history', '=', false)
    .where('stage', '!=', 'ended')
    .groupBy('colour')
    .execute();
  const warnings = await db
    .selectFrom('analyzer_warnings')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('origin', 'in', origins)
    .where('at', '>=', since)
    .executeTakeFirstOrThrow();
  const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + Number(number), 0);
  return {
    open: sum(rows.map((row) => row.events)),
    growing: sum(rows.map((row) => row.growing)),
    warnings: Number(warnings.count),
    byColour: rows.flatMap(({ colour, events }) => (colour === null ? [] : [{ colour, events: Number(events) }])),
  };
}
