import { sql, type Kysely, type SqlBool } from 'kysely';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Warning } from '../messages.ts';
import type { AnalyzerTables } from '../tables.ts';
import { accusing } from '../events/queries/accusing.ts';

export interface WarningFilter {
  origins?: Warning['origin'][] | undefined;
  kind?: Warning['kind'] | undefined;
  colour?: Warning['colour'] | undefined;
  eventId?: string | undefined;
  /** Only of these events (a department's own). */
  eventIds?: string[] | undefined;
  /** Id of a unit: warnings of events that accuse it are left out. */
  notAccusing?: string | undefined;
  /** Raised not before. */
  from?: Date | undefined;
  after?: { at: string; id: string } | null | undefined;
  limit: number;
}

export interface WarningRecord {
  warning: Warning;
  event: { id: string; title: string };
}

/** Newest first. */
export async function listWarnings(db: Kysely<AnalyzerTables>, filter: WarningFilter): Promise<WarningRecord[]> {
  const { origins, kind, colour, eventId, eventIds, notAccusing, from, after, limit } = filter;
  let query = db
    .selectFrom('analyzer_warnings as w')
    .innerJoin('analyzer_events as e', 'e.id', 'w.event_id')
    .selectAll('w')
    .select('e.title');
  if (origins) query = query.where('w.origin', 'in', origins);
  if (kind) query = query.where('w.kind', '=', kind);
  if (colour) query = query.where('w.colour', '=', colour);
  if (eventId) query = query.where('w.event_id', '=', eventId);
  if (eventIds) query = query.where(sql<SqlBool>`w.event_id = any(${eventIds}::uuid[])`);
  if (notAccusing) query = query.where(sql<SqlBool>`not ${accusing(sql`e.snapshot`, notAccusing)}`);
  if (from) query = query.where('w.at', '>=', from);
  if (after) query = query.where(sql<SqlBool>`(w.at, w.id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  const rows = await query.orderBy('w.at', 'desc').orderBy('w.id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    warning: {
      ...{ id: row.id, kind: row.kind, eventId: row.event_id, at: toLocalIso(row.at), colour: row.colour },
      ...{ mentions: row.mentions, topic: row.topic, place: row.place, reason: row.reason, rule: row.rule },
      ...{ jurisdiction: row.jurisdiction, origin: row.origin },
    },
    event: { id: row.event_id, title: row.title },
  }));
}
