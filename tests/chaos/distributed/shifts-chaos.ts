import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { seeded } from '../random.ts';
import { Findings, type PointReport } from '../report.ts';
import { calmRun } from './calm-run.ts';
import { openCluster, type Cluster, type Db } from './cluster.ts';
import { feed, type Feeding } from './feeder.ts';
import { judge } from './judge.ts';
import { inventStream } from './stream.ts';

export interface ShiftsRun {
  /** Decides the stream. */
  seed: number;
  posts: number;
  flowMs: number;
  /** How long one of the two responders is frozen. */
  frozenMs: number;
}

const QUIET_LIMIT_MS = 600_000;

/**
 * While posts flow: two analyzers join the one, later both leave again (1 → 3 → 1 consumers); one of two responders that sweep the clocks
 * is frozen (SIGSTOP) and released. All as in one process that nobody disturbed; how long a post waited at most is told.
 */
export async function shiftsRun({ seed, posts, flowMs, frozenMs }: ShiftsRun): Promise<PointReport> {
  const from = performance.now();
  const random = seeded(seed);
  const stream = inventStream(
    random,
    posts,
    new Date(Math.floor(Date.now() / 60_000) * 60_000),
    posts < 5_000 ? 10 : 100,
  );
  const found = new Findings();
  const cluster = await openCluster();
  let feeding: Feeding | undefined;
  try {
    for (const stage of ['ingest', 'analyzer', 'responder', 'responder'] as const) await cluster.add(stage);
    await Promise.all(cluster.processes.map((each) => each.ready()));
    feeding = feed(() => cluster.of('ingest')[0]!.url, stream.pushes, flowMs / stream.pushes.length);
    const shifts = await Promise.all([joinAndLeave(cluster, flowMs), freeze(cluster, flowMs, frozenMs), feeding.done]);
    await cluster.untilQuiet(QUIET_LIMIT_MS);
    const calm = await calmRun(stream.pushes);
    await cluster.untilQuiet(QUIET_LIMIT_MS);
    const facts = await judge(cluster.db, stream, calm, found);
    for (const each of cluster.processes) found.list.push(...each.troubles());
    found.expectNone('not ended cleanly', shifts[0]);
    const waits = { ...(await longestWaits(cluster.db)), lateMs: await latest(cluster.db, shifts[1]) };
    const ms = Math.round(performance.now() - from);
    return { what: 'shifts', seed, kills: [], ms, facts: { ...facts, ...waits, frozenMs }, violations: found.list };
  } finally {
    feeding?.stop();
    await cluster.remove();
  }
}

/** @returns what was wrong with how the two ended. */
async function joinAndLeave(cluster: Cluster, flowMs: number): Promise<string[]> {
  await pause(flowMs * 0.2);
  const joining = [await cluster.add('analyzer'), await cluster.add('analyzer')];
  await Promise.all(joining.map((each) => each.ready()));
  await pause(flowMs * 0.3);
  const ends = await Promise.all(joining.map((each) => each.stop()));
  return ends.filter((end) => end !== null);
}

/** @returns when it was frozen. */
async function freeze(cluster: Cluster, flowMs: number, frozenMs: number): Promise<{ from: Date; to: Date }> {
  await pause(flowMs * 0.1);
  const [responder] = cluster.of('responder');
  const from = new Date();
  responder!.freeze();
  await pause(frozenMs);
  responder!.thaw();
  return { from, to: new Date() };
}

/** From the door to the analysis and to the event, of posts that came once; a rebalance lies inside the longest. */
async function longestWaits(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    select round(1000 * extract(epoch from max(a.analyzed_at - m.collected_at)))::int as "longestToAnalysisMs",
        round(1000 * extract(epoch from percentile_cont(0.5) within group (order by a.analyzed_at - m.collected_at)))::int as "medianToAnalysisMs",
        round(1000 * extract(epoch from max(g.seen_at - m.collected_at)))::int as "longestToEventMs"
      from ingest_mentions m join analyzer_mentions a on a.mention_id = m.id join analyzer_event_mentions g on g.mention_id = m.id
     where m.revision = 1 and m.updated_at = m.collected_at`.execute(db);
  return rows[0]!;
}

/** The latest firing planned while one responder was frozen, of clocks that ran by then. */
async function latest(db: Db, { from, to }: { from: Date; to: Date }): Promise<number | null> {
  const { rows } = await sql<{ late: number | null }>`
    select round(1000 * extract(epoch from max(f.fired_at - f.planned_at)))::int as late
      from responder_clock_firings f join responder_clocks c on c.id = f.clock_id
     where f.planned_at between ${from} and ${to} and c.created_at < f.planned_at`.execute(db);
  return rows[0]!.late;
}
