import { sql } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Clock } from '../tickets/ticket.ts';
import { endedLate, unitRef, type UnitRef } from '../tickets/view.ts';
import { LAG_COLUMNS, lagsOf, mediansOf, type Lags, type MedianLags } from './lags.ts';
import { clocksByTicket, counted, iso, type QueryDeps } from './read.ts';

/** Process facts of a unit; never a staff list, never volumes of opinion. */
export interface UnitFacts {
  unit: UnitRef;
  tickets: number;
  closed: number;
  clocksMet: number;
  clocksLate: number;
  returned: number;
  /** Medians in seconds over the tickets it leads (H05), for which the coordinating body answers; null without any. History (补录) is left out of detection. */
  lags: MedianLags;
}

const MAY_COMPARE = ['duty_leader', 'leader', 'supervisor', 'evaluator', 'duty_officer'] as const;

/** Per unit over the tickets opened in [from, to). Provisional clocks count for nobody; one that ended overdue (closed, passed on) is late. */
export async function unitFacts(deps: QueryDeps, actor: Actor, from: Date, to: Date): Promise<UnitFacts[]> {
  if (!MAY_COMPARE.some((role) => actor.roles.includes(role)))
    throw new AppError('forbidden', '您无权查看单位办理情况');
  const { rows } = await sql<{
    unit: string;
    tickets: number;
    closed: number;
    met: number;
    late: number;
    returned: number;
  }>`
    with mine as (select t.* from responder_tickets t where t.opened_at >= ${from} and t.opened_at < ${to} and t.merged_into is null
      and ${counted(actor, undefined)}),
    leads as (select lead_unit as unit, count(*) as tickets, count(*) filter (where closed_at is not null) as closed
      from mine where lead_unit is not null group by 1),
    clocks as (select c.owner_unit as unit,
        count(*) filter (where c.state = 'satisfied' and c.stopped_at <= c.due_at) as met,
        count(*) filter (where c.state = 'overdue' or (c.state in ('satisfied', 'ended') and c.stopped_at > c.due_at)
          or (c.state = 'ended' and c.overdue_at is not null)) as late
      from responder_clocks c join mine on mine.id = c.ticket_id
      where c.owner_unit is not null and not c.provisional group by 1),
    returns as (select a.unit, count(*) as returned from responder_assignments a join mine on mine.id = a.ticket_id
      where a.left_by = 'returned' group by 1)
    select u.unit, coalesce(l.tickets, 0)::bigint as tickets, coalesce(l.closed, 0)::bigint as closed,
      coalesce(c.met, 0)::bigint as met, coalesce(c.late, 0)::bigint as late, coalesce(r.returned, 0)::bigint as returned
    from (select unit from leads union select unit from clocks union select unit from returns) u
    left join leads l using (unit) left join clocks c using (unit) left join returns r using (unit) order by u.unit`.execute(
    deps.db,
  );
  const lags = await medianLags(deps, actor, from, to);
  return rows.map((row) => ({
    unit: unitRef(deps.books.units, row.unit),
    lags: lags.get(row.unit) ?? NO_LAGS,
    tickets: row.tickets,
    closed: row.closed,
    clocksMet: row.met,
    clocksLate: row.late,
    returned: row.returned,
  }));
}

const NO_LAGS: MedianLags = { detection: null, judgement: null, disposal: null };

/** By lead unit, over the tickets opened in [from, to); a lag that still runs counts as it stands. */
async function medianLags(
  { db, time }: QueryDeps,
  actor: Actor,
  from: Date,
  to: Date,
): Promise<Map<string, MedianLags>> {
  const tickets = await db
    .selectFrom('responder_tickets as t')
    .select([...LAG_COLUMNS, 'lead_unit'])
    .where('t.opened_at', '>=', from)
    .where('t.opened_at', '<', to)
    .where('t.merged_into', 'is', null)
    .where('t.lead_unit', 'is not', null)
    .where(counted(actor, undefined))
    .execute();
  const byUnit = new Map<string, Lags[]>();
  for (const ticket of tickets) {
    const lags = byUnit.get(ticket.lead_unit!) ?? [];
    byUnit.set(ticket.lead_unit!, lags);
    lags.push(lagsOf(ticket, time.now()));
  }
  return new Map([...byUnit].map(([unit, lags]) => [unit, unitMedians(lags)]));
}

const unitMedians = (lags: readonly Lags[]): MedianLags => ({
  ...mediansOf(lags),
  detection: mediansOf(lags.filter((row) => !row.backfilled)).detection,
});

export interface SampledCase {
  id: string;
  number: string;
  topic: string;
  lead: UnitRef | null;
  openedAt: string;
  closedAt: string | null;
  /** All of them; `ended` is why one ended without being fulfilled. */
  clocks: {
    rule: string;
    name: string;
    dueAt: string;
    stoppedAt: string | null;
    late: boolean;
    provisional: boolean;
    ended: string | null;
  }[];
  acts: { at: string; kind: string }[];
  releases: { kind: string; at: string; title: string; url: string | null }[];
}

/** Closed cases for the third-party evaluator: times and acts, no texts of posts, no names of people. The sample is stable. */
export async function sampledCases(deps: QueryDeps, actor: Actor, size = 20): Promise<SampledCase[]> {
  if (!actor.roles.includes('evaluator') && !actor.roles.includes('supervisor'))
    throw new AppError('forbidden', '仅评估人员可见');
  const tickets = await deps.db
    .selectFrom('responder_tickets as t')
    .selectAll('t')
    .where('t.state', 'in', ['closed', 'archived'])
    .where('t.merged_into', 'is', null)
    .where(counted(actor, undefined))
    .orderBy(sql`md5(t.id::text)`)
    .limit(size)
    .execute();
  const ids = tickets.map((ticket) => ticket.id);
  if (ids.length === 0) return [];
  const clocks = await clocksByTicket(deps.db, ids);
  const { acts, releases } = await actsAndReleases(deps, ids);
  return tickets.map((ticket) => ({
    id: ticket.id,
    number: ticket.number,
    topic: ticket.topic,
    lead: ticket.lead_unit === null ? null : unitRef(deps.books.units, ticket.lead_unit),
    openedAt: toLocalIso(ticket.opened_at),
    closedAt: iso(ticket.closed_at),
    clocks: (clocks.get(ticket.id) ?? []).map(sampledClock),
    acts: acts.filter((act) => act.ticket_id === ticket.id).map((act) => ({ at: toLocalIso(act.at), kind: act.kind })),
    releases: releases
      .filter((release) => release.ticket_id === ticket.id)
      .map((release) => ({ kind: release.kind, at: toLocalIso(release.at), title: release.title, url: release.url })),
  }));
}

const sampledClock = (clock: Clock): SampledCase['clocks'][number] => ({
  rule: clock.rule_id,
  name: clock.title,
  dueAt: toLocalIso(clock.due_at),
  stoppedAt: iso(clock.stopped_at),
  late: clock.state === 'overdue' || endedLate(clock),
  provisional: clock.provisional,
  ended: clock.state === 'ended' ? (clock.ended_reason ?? '') : null,
});

async function actsAndReleases({ db }: QueryDeps, ids: string[]) {
  const acts = await db
    .selectFrom('responder_timeline')
    .select(['ticket_id', 'at', 'kind'])
    .where('ticket_id', 'in', ids)
    .orderBy('revision')
    .execute();
  const releases = await db
    .selectFrom('responder_releases')
    .select(['ticket_id', 'kind', 'at', 'title', 'url'])
    .where('ticket_id', 'in', ids)
    .where('state', '=', 'held')
    .where('public', '=', true)
    .orderBy('at')
    .execute();
  return { acts, releases };
}
