import { sql, type Kysely } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { accuses } from '../queries/visibility.ts';
import type { ResponderTables } from '../tables.ts';
import type { HandoverLine } from './tables.ts';

/**
 * Which lines of sheets this person may read: none of a matter that accuses his unit, by now or from the beginning (信访工作条例第三十条). Sheets of
 * another body are written for its own people, and a sheet outlives what was known when it was written.
 */
export async function toldLines(
  db: Kysely<ResponderTables>,
  sheets: readonly { lines: readonly HandoverLine[] }[],
  { unitId }: Actor,
): Promise<(line: HandoverLine) => boolean> {
  const ids = [...new Set(sheets.flatMap(({ lines }) => lines.flatMap(({ ticketId }) => ticketId ?? [])))];
  if (unitId === null || ids.length === 0) return () => true;
  const rows = await db
    .selectFrom('responder_tickets as t')
    .select('t.id')
    .where('t.id', 'in', ids)
    .where(sql<boolean>`${accuses(unitId)}`)
    .execute();
  const hidden = new Set(rows.map(({ id }) => id));
  return ({ ticketId }) => ticketId === null || !hidden.has(ticketId);
}
