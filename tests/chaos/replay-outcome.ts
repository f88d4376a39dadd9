import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isQuiet } from '../../platform/demo/matter.ts';
import { instantOf, loadStory } from '../../platform/demo/story.ts';
import { internationalSuite } from '../../platform/runtime/crypto.ts';
import { verifyAudit } from '../../platform/runtime/verify-audit.ts';
import type { Findings } from './report.ts';

export type Db = Kysely<never>;

/** Told to its end, carried through every room, swept and sealed. */
export async function isSettled(db: Db): Promise<boolean> {
  const { rows } = await sql<{ settled: boolean }>`
    select exists (select from platform_demo where finished_at is not null)
       and not exists (select from audit_unsealed)
       and not exists (select from responder_clocks where next_fire_at <= clock_timestamp() - interval '1 second') as settled`.execute(
    db,
  );
  return rows[0]!.settled && (await isQuiet(db));
}

export async function storyPosition(db: Db): Promise<number> {
  const { rows } = await sql<{ position: number }>`select position from platform_demo`.execute(db);
  return rows[0]?.position ?? 0;
}

/** As if a process had died after the work of a step was committed and before its position was. @returns whether it stood there */
export async function stepBack(db: Db, position: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update platform_demo set position = ${position - 1} where position = ${position}`.execute(db);
  return numAffectedRows === 1n;
}

export async function hasAccounts(db: Db): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select exists (select from dashboard_users) as there`.execute(db);
  return rows[0]!.there;
}

/**
 * Rules that hold after any replay, whatever was killed. Each query names its violators; none is good. A ticket's number, a clock of a
 * ticket and a moment of a clock cannot come twice at all: unique keys hold them.
 */
export const RULES: Record<string, RawBuilder<{ what: string }>> = {
  'not analysed in its last revision': sql`
    select m.external_id as what from ingest_mentions m left join analyzer_mentions a on a.mention_id = m.id
     where a.revision is distinct from m.revision`,
  'in no group': sql`
    select m.external_id as what from ingest_mentions m
     where not exists (select from analyzer_event_mentions e where e.mention_id = m.id)`,
  'a group and its event disagree on the number of posts': sql`
    select e.title || ': ' || e.mentions || ' counted, ' || count(m.mention_id) || ' members' as what
      from analyzer_events e left join analyzer_event_mentions m on m.group_id = e.id
     where e.merged_into is null group by e.id having e.mentions <> count(m.mention_id)`,
  'a post counted in an absorbed event': sql`
    select m.mention_id::text as what from analyzer_event_mentions m
      join analyzer_events e on e.id = m.group_id where e.merged_into is not null`,
  'the newest picture of an event did not reach the responder': sql`
    select e.title || ': ' || e.revision || ', there ' || coalesce(r.revision::text, 'none') as what
      from analyzer_events e left join responder_events r on r.event_id = e.id where r.revision is distinct from e.revision`,
  'an event with two tickets': sql`
    select string_agg(number, ' ' order by number) as what from responder_tickets
     where previous_ticket is null group by event_id having count(*) > 1`,
  'an open ticket of an event that was merged away': sql`
    select t.number as what from responder_tickets t join analyzer_events e on e.id = t.event_id
     where e.merged_into is not null and t.state not in ('closed', 'archived') and t.merged_into is null`,
  'numbers of the year with a gap': sql`
    select c.year || ': last ' || c.last || ', tickets ' || count(t.id) as what
      from responder_counters c left join responder_tickets t
        on t.origin = c.origin and t.jurisdiction = c.jurisdiction and t.year = c.year
     group by c.origin, c.jurisdiction, c.year, c.last having c.last <> count(t.id)`,
  'revisions of a ticket without an entry each': sql`
    select t.number || ': revision ' || t.revision || ', entries ' || count(l.id) as what
      from responder_tickets t left join responder_timeline l on l.ticket_id = t.id
     group by t.id having t.revision <> count(l.id)`,
  'an act of a person told twice': sql`
    select t.number || ' ' || l.kind as what from responder_timeline l join responder_tickets t on t.id = l.ticket_id
     where l.actor ->> 'id' <> 'system' group by t.number, l.kind, l.actor ->> 'id', l.recorded_at having count(*) > 1`,
  'a release recorded twice': sql`
    select title as what from responder_releases group by ticket_id, kind, state, at, title having count(*) > 1`,
  'a due clock that did not fire': sql`
    select t.number || ' ' || c.rule_id || ' due ' || c.due_at as what
      from responder_clocks c join responder_tickets t on t.id = c.ticket_id
     where (c.state = 'overdue' or (c.state = 'running' and c.due_at <= clock_timestamp() - interval '15 seconds'))
       and not exists (select from responder_clock_firings f
                        where f.clock_id = c.id and f.point like 'due%' and f.planned_at = c.due_at)`,
  'a clock that fired twice': sql`
    select c.rule_id || ' ' || f.planned_at as what from responder_clock_firings f join responder_clocks c on c.id = f.clock_id
     where f.point like 'due%' group by c.id, c.rule_id, f.planned_at having count(*) > 1`,
  'fired too early': sql`
    select point || ' planned ' || planned_at || ', fired ' || fired_at as what from responder_clock_firings
     where fired_at < planned_at`,
  'a moment marked as fired without its firing, or the other way round': sql`
    select c.rule_id || ' ' || coalesce(p.point, f.point) as what
      from (select c.id, p ->> 'point' as point from responder_clocks c, jsonb_array_elements(c.points) p
             where (p ->> 'fired')::boolean) p
      full join responder_clock_firings f on f.clock_id = p.id and f.point = p.point
      join responder_clocks c on c.id = coalesce(p.id, f.clock_id)
     where p.point is null or f.point is null`,
  parked: sql`select group_name || ' ' || reason || ' ' || detail as what from platform_parked`,
};

/** Looks at a finished replay of the story in `configFolder`. */
export async function judgeReplay(db: Db, configFolder: string, found: Findings): Promise<Record<string, number>> {
  const told = loadStory(configFolder).flatMap((step) => (step.kind === 'post' ? [step.post.id] : []));
  const { rows: stored } = await sql<{ id: string }>`
    select external_id as id from ingest_mentions order by 1`.execute(db);
  const known = new Set(stored.map(({ id }) => id));
  const wanted = new Set(told);
  found.expectNone(
    'posts lost',
    told.filter((id) => !known.has(id)),
  );
  found.expectNone(
    'posts nobody told',
    [...known].filter((id) => !wanted.has(id)),
  );
  found.expect(`${stored.length} posts stored instead of ${told.length}`, stored.length === told.length);
  for (const [rule, query] of Object.entries(RULES)) {
    const { rows } = await query.execute(db);
    found.expectNone(
      rule,
      rows.map(({ what }) => what),
    );
  }
  await judgeActs(db, configFolder, found);
  const audit = await verifyAudit(db, internationalSuite);
  found.expect(`audit chain: ${JSON.stringify(audit.broken)}`, audit.ok);
  found.expect(`${audit.unsealed} audit entries not sealed`, audit.unsealed === 0);
  return factsOf(db, audit.sealed);
}

/** Every act of the story left its entry: none lost between two steps. */
async function judgeActs(db: Db, configFolder: string, found: Findings): Promise<void> {
  const { rows } = await sql<{ ends_at: Date }>`select ends_at from platform_demo`.execute(db);
  const endsAt = rows[0]!.ends_at;
  const acts = loadStory(configFolder).flatMap((step) => (step.kind === 'act' ? [step.act] : []));
  const { rows: entries } = await sql<{ at: Date }>`
    select recorded_at as at from responder_timeline where actor ->> 'id' <> 'system'`.execute(db);
  const done = new Set(entries.map(({ at }) => at.getTime()));
  const missing = acts.filter((act) => !done.has(instantOf(endsAt, act.minutesBefore).getTime()));
  found.expectNone(
    'acts lost',
    missing.map((act) => `${act.verb} ${act.scene} ${act.minutesBefore} min before the end`),
  );
}

async function factsOf(db: Db, sealed: number): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from ingest_mentions) as posts, (select count(*) from analyzer_events) as events,
      (select count(*) from responder_tickets) as tickets, (select count(*) from responder_clocks) as clocks,
      (select count(*) from responder_clock_firings where point like 'due%') as due`.execute(db);
  return { ...rows[0], sealed };
}
