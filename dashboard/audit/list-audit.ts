import type { Kysely } from 'kysely';
import type { DashboardTables } from '../tables.ts';

export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  subjectId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  failed?: boolean | undefined;
  /** [at as ISO, id] of the last row of the page before. */
  after: [string, string] | null;
  limit: number;
}

/** Newest first, with the position in the chain when sealed. One row more than asked tells that there is a next page. */
export async function listAudit(db: Kysely<DashboardTables>, filter: AuditFilter) {
  let query = db
    .selectFrom('audit_entries as e')
    .leftJoin('audit_seals as s', 's.entry_id', 'e.id')
    .selectAll('e')
    .select('s.sequence');
  if (filter.actor !== undefined) query = query.where('e.actor_id', '=', filter.actor);
  if (filter.action !== undefined) query = query.where('e.action', '=', filter.action);
  if (filter.subjectId !== undefined) query = query.where('e.subject_id', '=', filter.subjectId);
  if (filter.from !== undefined) query = query.where('e.at', '>=', new Date(filter.from));
  if (filter.to !== undefined) query = query.where('e.at', '<', new Date(filter.to));
  if (filter.failed === true) query = query.where('e.success', '=', false);
  if (filter.after !== null) {
    const [at, id] = filter.after;
    query = query.where((eb) => eb(eb.refTuple('e.at', 'e.id'), '<', eb.tuple(new Date(at), id) as never));
  }
  return query
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
}
export type AuditRow = Awaited<ReturnType<typeof listAudit>>[number];
