import { sql } from 'kysely';
import { jsonbText } from '../../platform/runtime/json.ts';
import type { Unit } from './store.ts';
import type { EventRow } from './tables.ts';

/** What a row keeps from its first writing. */
const KEPT = new Set<keyof EventRow>(['id', 'domain', 'promoted_why', 'created_at']);

/** Writes whole rows, new and known ones, in one statement however many. Whoever calls holds the locks of the known ones. */
export async function saveEvents(unit: Unit, rows: readonly EventRow[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const changing = (Object.keys(first) as (keyof EventRow)[]).filter((column) => !KEPT.has(column));
  const set = changing.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`);
  await sql`insert into analyzer_events
    select * from jsonb_populate_recordset(null::analyzer_events, ${jsonbText(rows)}::jsonb)
    on conflict (id) do update set ${sql.join(set)}`.execute(unit.tx);
}
