import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { EVENT_CHANGED } from '../../../analyzer/messages.ts';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { benchEvent } from '../../../responder/deadlines/bench-event.ts';

const HOUR_MS = 3_600_000;
/** What comes out so long after a grave accident: N-01 warns an hour before its end, and is due. */
const AFTER_MS = { warn: 4 * HOUR_MS, due: 5 * HOUR_MS };
const OPEN_LIMIT_MS = 120_000;

/** What is to come out, and when. */
export interface Planned {
  at: Date;
  what: keyof typeof AFTER_MS;
}

/** So many moments, spread evenly over a span. */
export const spreadOver = (from: Date, ms: number, n: number): Date[] =>
  Array.from({ length: n }, (_unused, index) => new Date(from.getTime() + Math.floor(((index + 0.5) / n) * ms)));

/** Grave accidents that happened just so long ago that their clocks warn or end at these moments. Waits until the clocks run. */
export async function openDeadlines(pool: Pool, planned: readonly Planned[]): Promise<void> {
  const events = planned.map(({ at, what }) => benchEvent(new Date(at.getTime() - AFTER_MS[what])));
  for (const event of events) {
    const at = toLocalIso(new Date());
    const envelope = {
      id: uuidv7(new Date()),
      ...EVENT_CHANGED,
      key: event.id,
      at,
      traceId: 'outages',
      payload: event,
    };
    await pool.query('insert into platform_outbox (topic, key, envelope) values ($1, $2, $3)', [
      EVENT_CHANGED.topic,
      event.id,
      JSON.stringify(envelope),
    ]);
  }
  const ids = events.map(({ id }) => id);
  const until = Date.now() + OPEN_LIMIT_MS;
  while ((await running(pool, ids)) < events.length) {
    if (Date.now() > until) throw new Error('the clocks of the invented accidents did not begin to run');
    await pause(50);
  }
}

async function running(pool: Pool, events: string[]): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(distinct t.event_id)::int as n from responder_clocks c join responder_tickets t on t.id = c.ticket_id
      where t.event_id = any($1::uuid[])`,
    [events],
  );
  return rows[0]!.n;
}

export interface Fired {
  kind: 'warn' | 'milestone' | 'due' | 'escalate';
  planned: Date;
  /** Null: it never came out. */
  fired: Date | null;
}

/**
 * Every moment planned in the span, of clocks of invented accidents that were running when it came, with when it came out. A second
 * firing is refused by the table itself.
 */
export async function momentsIn(pool: Pool, from: Date, to: Date): Promise<Fired[]> {
  const { rows } = await pool.query<Fired>(
    `select p->>'kind' as kind, (p->>'at')::timestamptz as planned, f.fired_at as fired from responder_clocks c
       cross join jsonb_array_elements(c.points) p
       left join responder_clock_firings f on f.clock_id = c.id and f.point = p->>'point'
      where (p->>'at')::timestamptz between $1 and $2 and c.origin = 'drill' and c.created_at < (p->>'at')::timestamptz order by 2`,
    [from, to],
  );
  return rows;
}

/** Moments that came out before their time, ever. */
export async function earlyMoments(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    'select count(*)::int as n from responder_clock_firings where fired_at < planned_at',
  );
  return rows[0]!.n;
}

/** Loud moments whose one entry in the ticket's timeline is not there, or there twice. */
export async function toldWrongly(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ what: string }>(
    `select f.point || ' of ' || f.clock_id || ': ' || count(l.id) || ' entries' as what
       from responder_clock_firings f
       left join responder_timeline l on l.ticket_id = f.ticket_id and l.kind like 'clock.%'
        and l.payload->>'clockId' = f.clock_id::text and l.payload->>'point' = f.point
      where not f.silent group by f.clock_id, f.point having count(l.id) <> 1`,
  );
  return rows.map(({ what }) => what);
}
