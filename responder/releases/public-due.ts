import { sql } from 'kysely';
import type { QueryDeps } from '../queries/read.ts';

/** Facts a publication is for. */
export const SAID: readonly string[] = ['first_release', 'answer', 'follow_up_release', 'clarification'];

/** By ticket the earliest running deadline that saying something in public stops. */
export async function publicDue(
  { db }: Pick<QueryDeps, 'db'>,
  ticketIds: readonly string[],
): Promise<Map<string, Date>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('responder_clocks as c')
    .select(['c.ticket_id', sql<Date>`min(c.due_at)`.as('due')])
    .where('c.ticket_id', 'in', [...new Set(ticketIds)])
    .where('c.state', 'in', ['running', 'overdue'])
    .where(
      sql<boolean>`exists (select from jsonb_array_elements(c.rule -> 'satisfied_by') f where f ->> 'fact' = any(${[...SAID]}))`,
    )
    .groupBy('c.ticket_id')
    .execute();
  return new Map(rows.map(({ ticket_id, due }) => [ticket_id, due]));
}
