import { sql, type RawBuilder } from 'kysely';
import { internationalSuite } from '../../../platform/runtime/crypto.ts';
import { verifyAudit } from '../../../platform/runtime/verify-audit.ts';
import { silent, type Note } from '../journal.ts';
import type { Db } from './cluster.ts';

/** One row under a name that does not depend on the run; `is` holds what must be equal in every run. */
export interface NaturalRow {
  name: string;
  is: string;
}

export type Table = 'mentions' | 'analyses' | 'groups' | 'events' | 'tickets' | 'clocks' | 'firings';

/**
 * What a run left behind, without ids, and without what only tells when something was done. Accidents of origin "drill" are what a chaos
 * run adds by itself; it judges them by itself.
 */
export interface Outcome {
  tables: Record<Table, NaturalRow[]>;
  /** When it was read: moments planned later may or may not have come. */
  readAt: Date;
  audit: { sealed: number; unsealed: number; fault: string | null };
}

const KEY = sql`m.source || ' ' || m.external_id`;

/** A group is called after the first of its members, by name. */
const NAMED = sql`named as (
  select g.group_id, min(${KEY} collate "C") as name, count(*) as members
    from analyzer_event_mentions g join ingest_mentions m on m.id = g.mention_id group by 1)`;

/** Of a clock that runs from what we did ourselves only the length is the same in every run. */
const FROM_OUTSIDE = sql`(c.start_source like '事件发生时间%' or c.start_source like '首条公开信息时间%')`;

const TABLES: Record<Table, RawBuilder<NaturalRow>> = {
  mentions: sql`
    select ${KEY} as name, jsonb_build_array(m.source_type, m.title, m.text, m.published_at, m.revision, m.fingerprint, m.counts,
        m.voice, m.history, first.source || ' ' || first.external_id,
        (select count(*) from ingest_counts n where n.mention_id = m.id),
        i.identities)::text as is
      from ingest_mentions m
      left join (select mention_id, count(*) as identities from ingest_identities group by 1) i on i.mention_id = m.id
      left join ingest_mentions first on first.id = m.duplicate_of order by 1`,
  analyses: sql`
    select ${KEY} as name, jsonb_build_array(a.revision, a.topic, a.sensitivity, a.places, md5(a.analysis::text), md5(a.tokens::text))::text as is
      from analyzer_mentions a join ingest_mentions m on m.id = a.mention_id order by 1`,
  groups: sql`with ${NAMED}
    select ${KEY} as name, jsonb_build_array(n.name, g.revision, e.id is not null)::text as is
      from analyzer_event_mentions g join ingest_mentions m on m.id = g.mention_id join named n on n.group_id = g.group_id
      left join analyzer_events e on e.id = g.group_id order by 1`,
  events: sql`with ${NAMED}
    select n.name, jsonb_build_array(e.mentions, e.voices, e.sensitivity, e.topic, e.kind, e.level_low, e.level_high, e.colour, e.places,
        e.first_published_at, e.last_published_at, e.occurred_at, e.history)::text as is
      from analyzer_events e left join named n on n.group_id = e.id where e.merged_into is null order by 1`,
  // Where a batch ends decides which of two rules opens a ticket, and whether a warning or the opening was first.
  tickets: sql`with ${NAMED}
    select n.name, jsonb_build_array(t.state, t.topic, t.kind, t.colour, t.level_machine -> 'low', t.level_machine -> 'high',
        t.published_at, t.occurred_at, replace(t.detected_by, '立单', '系统发现'), t.promotion_rule is not null, t.opened_by ->> 'id', t.owner_unit, t.routing -> 'suggested')::text as is
      from responder_tickets t left join named n on n.group_id = t.event_id where t.origin <> 'drill' order by 1`,
  clocks: sql`with ${NAMED}
    select n.name || ' ' || c.rule_id || ' ' || c.step as name, jsonb_build_array(c.family, c.role, c.calendar, c.owner_unit, c.provisional,
        case when ${FROM_OUTSIDE} then c.start_source end,
        case when ${FROM_OUTSIDE} then c.start_at end, case when ${FROM_OUTSIDE} then c.due_at end,
        case when c.calendar = 'natural_hours' then c.due_at - c.start_at end)::text as is
      from responder_clocks c join responder_tickets t on t.id = c.ticket_id left join named n on n.group_id = t.event_id
     where t.origin <> 'drill' order by 1`,
  // Warnings and milestones are only planned when they still lie ahead at the opening, so they differ with its instant.
  firings: sql`with ${NAMED}
    select n.name || ' ' || c.rule_id || ' ' || c.step || ' ' || split_part(f.point, '@', 1) || ' ' || f.planned_at as name,
        jsonb_build_array(extract(epoch from f.planned_at), f.silent)::text as is
      from responder_clock_firings f join responder_clocks c on c.id = f.clock_id join responder_tickets t on t.id = c.ticket_id
      left join named n on n.group_id = t.event_id
     where t.origin <> 'drill' and ${FROM_OUTSIDE} and not exists (select from jsonb_array_elements(c.points) p
             where p ->> 'point' = f.point and p ->> 'kind' in ('warn', 'milestone')) order by 1`,
};

export async function readOutcome(db: Db, note: Note = silent): Promise<Outcome> {
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await work();
    note(`read: ${what}`, { ms: Math.round(performance.now() - from) });
    return result;
  };
  const tables = {} as Outcome['tables'];
  for (const [table, query] of Object.entries(TABLES) as [Table, RawBuilder<NaturalRow>][])
    tables[table] = (await timed(table, () => query.execute(db))).rows;
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  const audit = await timed('audit', () => verifyAudit(db, internationalSuite));
  const { sealed, unsealed, broken } = audit;
  return { tables, readAt: rows[0]!.now, audit: { sealed, unsealed, fault: broken?.fault ?? null } };
}
