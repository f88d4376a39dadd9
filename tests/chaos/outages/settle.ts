import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { readBacklog } from '../../../cli/bench/latency/backlog.ts';
import { Findings } from '../report.ts';
import { earlyMoments } from './deadlines.ts';
import type { World } from './world.ts';

const DRAIN_LIMIT_MS = 240_000;

/** The flow ends; what was taken must come through, and be there once. @returns milliseconds until all was quiet, and what is wrong. */
export async function settle(world: World): Promise<{ drainMs: number; posts: number; violations: string[] }> {
  const { flow, pool, stages } = world;
  await flow.stop();
  const from = performance.now();
  const urls = stages.map(({ url }) => url);
  let backlog = await readBacklog(urls, pool);
  while (Object.values(backlog).some((n) => n > 0) && performance.now() - from < DRAIN_LIMIT_MS) {
    await pause(300);
    backlog = await readBacklog(urls, pool);
  }
  const drainMs = Math.round(performance.now() - from);
  const found = new Findings();
  const waiting = Object.entries(backlog).filter(([, n]) => n > 0);
  found.expectNone(
    `not drained after ${drainMs} ms`,
    waiting.map(([name, n]) => `${name} ${n}`),
  );
  await judgeRows(pool, flow.acknowledged, found);
  found.expect('a moment came out early', (await earlyMoments(pool)) === 0);
  return { drainMs, posts: flow.acknowledged.length, violations: found.list };
}

/** Every acknowledged post once, analysed once and placed once; nothing that nobody pushed; nothing set aside. */
async function judgeRows(pool: Pool, acknowledged: string[], found: Findings): Promise<void> {
  const { rows } = await pool.query<{ id: string; n: number; analysed: number; placed: number }>(
    `select m.external_id as id, count(*)::int as n, count(a.mention_id)::int as analysed, count(g.mention_id)::int as placed
       from ingest_mentions m left join analyzer_mentions a on a.mention_id = m.id
       left join analyzer_event_mentions g on g.mention_id = m.id group by 1`,
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  found.expectNone(
    'acknowledged and not there',
    acknowledged.filter((id) => !stored.has(id)),
  );
  const known = new Set(acknowledged);
  found.expectNone(
    'acknowledged twice',
    acknowledged.length === known.size ? [] : [`${acknowledged.length - known.size}`],
  );
  found.expectNone(
    'there and never acknowledged',
    rows.filter(({ id }) => !known.has(id)).map(({ id }) => id),
  );
  const wrong = rows.filter(({ n, analysed, placed }) => n !== 1 || analysed !== 1 || placed !== 1);
  found.expectNone(
    'not exactly once',
    wrong.map((row) => JSON.stringify(row)),
  );
  const parked = await pool.query<{ n: number }>('select count(*)::int as n from platform_parked');
  found.expect(`${parked.rows[0]!.n} messages were parked`, parked.rows[0]!.n === 0);
}
