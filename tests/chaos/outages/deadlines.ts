import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { EVENT_CHANGED } from '../../../analyzer/messages.ts';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { benchEvent } from '../../../responder/deadlines/bench-event.ts';

const FIVE_HOURS_MS = 5 * 3_600_000;
const OPEN_LIMIT_MS = 30_000;

/** Grave accidents that happened just so long ago that their five hours end at these moments. Waits until their clocks run. */
export async function openDeadlines(pool: Pool, dues: Date[]): Promise<void> {
  const events = dues.map((due) => benchEvent(new Date(due.getTime() - FIVE_HOURS_MS)));
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
  const until = Date.now() + OPEN_LIMIT_MS;
  while ((await running(pool, dues)) < dues.length) {
    if (Date.now() > until) throw new Error('the clocks of the invented accidents did not begin to run');
    await pause(50);
  }
}

async function running(pool: Pool, dues: Date[]): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    'select count(distinct due_at)::int as n from responder_clocks where due_at = any($1::timestamptz[])',
    [dues],
  );
  return rows[0]!.n;
}

export interface Fired {
  planned: Date;
  /** Null: it never came out. */
  fired: Date | null;
}

/** Every due moment of a running clock planned in the span, with when it came out. A second firing is refused by the table itself. */
export async function dueMoments(pool: Pool, from: Date, to: Date): Promise<Fired[]> {
  const { rows } = await pool.query<Fired>(
    `select (p->>'at')::timestamptz as planned, f.fired_at as fired from responder_clocks c
       cross join jsonb_array_elements(c.points) p
       left join responder_clock_firings f on f.clock_id = c.id and f.point = p->>'point'
      where p->>'point' like 'due%' and c.due_at between $1 and $2 and (p->>'at')::timestamptz between $1 and $2`,
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
