import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { configFromUrl, openPool } from '../../../platform/runtime/database.ts';
import { silent, type Note } from '../journal.ts';
import { seeded } from '../random.ts';
import { Findings, type PointReport } from '../report.ts';
import { watchAnalysis, type AnalysisWatch } from './analysis-watch.ts';
import { calmRun } from './calm-run.ts';
import { openCluster, type Cluster } from './cluster.ts';
import { feed } from './feeder.ts';
import { freezeResponder, judgeFrozen } from './frozen-responder.ts';
import { judge } from './judge.ts';
import { inventStream } from './stream.ts';

export interface ShiftsRun {
  /** Decides the stream. */
  seed: number;
  posts: number;
  /** How long the stream lasts at least; it slows down at the end of each part, so that posts flow until all has been seen. */
  flowMs: number;
  /** How long one of the two responders is frozen. */
  frozenMs: number;
  maxPush: number;
  /** Judge times as well; not in CI, whose machine decides them. Default true. */
  timed?: boolean;
  note?: Note;
}

const QUIET_LIMIT_MS = 600_000;
const STEP_LIMIT_MS = 180_000;
/** Shares of the stream: two analyzers join when the first is handled, leave when the second is; the rest is for the freeze. */
const SHARES = { join: 0.25, leave: 0.6, freeze: 0.9 };
const SLOWER = 6;
const LIMITS = {
  /** Issue "Must hold": 1 → 3 → 1 consumers. */
  shiftMs: 10_000,
  /** A frozen responder may be the one that carries the outbox: put out after 30 s by the others. */
  frozenMs: 40_000,
};

interface Scene {
  cluster: Cluster;
  pool: Pool;
  watch: AnalysisWatch;
  note: Note;
  /** Until so much of the stream has been fed it flows at its own pace, then slowly. */
  allow(share: number): void;
  /** Waits until so much of it is analysed. */
  handled(share: number): Promise<void>;
  flowing(): boolean;
}

/**
 * While posts flow: two analyzers join the one when a quarter is handled and leave again later (1 → 3 → 1 consumers); then one of two
 * responders that sweep the clocks is frozen while clocks warn and fall due, and released. All as in one process that nobody disturbed.
 */
export async function shiftsRun(wanted: ShiftsRun): Promise<PointReport> {
  const { seed, posts, frozenMs, maxPush, timed = true, note = silent } = wanted;
  const began = performance.now();
  const found = new Findings();
  const cluster = await openCluster();
  const pool = openPool(configFromUrl(cluster.engines.postgres.env['DATABASE_OWNER_URL']!), { max: 2 });
  let end = (): void => undefined;
  try {
    for (const stage of ['ingest', 'analyzer', 'responder', 'responder'] as const) await cluster.add(stage);
    await Promise.all(cluster.processes.map((each) => each.ready()));
    const stream = inventStream(seeded(seed), posts, new Date(Math.floor(Date.now() / 60_000) * 60_000), maxPush);
    note('flow begins', { posts, pushes: stream.pushes.length });
    const pace = { share: SHARES.join, ms: wanted.flowMs / stream.pushes.length };
    const feeding = feed(
      () => cluster.of('ingest')[0]!.url,
      stream.pushes,
      () => (feeding.acked() / stream.pushes.length > pace.share ? pace.ms * SLOWER : pace.ms),
    );
    const watch = watchAnalysis(cluster.db);
    end = () => {
      feeding.stop();
      watch.stop().catch(() => undefined);
    };
    const scene: Scene = {
      ...{ cluster, pool, watch, note },
      allow: (share) => void (pace.share = share),
      handled: (share) => until(`${share} handled`, () => Promise.resolve(watch.handled() >= share * posts)),
      flowing: () => feeding.acked() < stream.pushes.length,
    };
    const shifted = await joinAndLeave(scene, found);
    const { span, pauseMs, flowing } = await freezeOne(scene, frozenMs);
    pace.share = 1;
    await feeding.done;
    await cluster.untilQuiet(QUIET_LIMIT_MS);
    await watch.stop();
    note('quiet; now the same stream in one process');
    const calm = await calmRun(stream.pushes);
    await cluster.untilQuiet(QUIET_LIMIT_MS);
    const facts = await judge(cluster.db, stream, calm, found, note);
    const frozen = { frozenMs, ...(await judgeFrozen(pool, span, timed, found)), pauseMs };
    if (timed) {
      found.expect('the flow ended before two analyzers left', shifted.flowing);
      found.expect('the flow ended before the frozen responder went on', flowing);
      const pauses = { ...shifted.pauseMs, frozen: pauseMs };
      for (const [when, ms] of Object.entries(pauses))
        found.expect(
          `no analysis for ${ms} ms (${when})`,
          ms <= (when === 'frozen' ? LIMITS.frozenMs : LIMITS.shiftMs),
        );
    }
    for (const each of cluster.processes) found.list.push(...each.troubles());
    const ms = Math.round(performance.now() - began);
    return {
      ...{ what: 'shifts', seed, kills: [], ms },
      ...{ facts: { ...facts, pauseMs: shifted.pauseMs, frozen }, violations: found.list },
    };
  } finally {
    end();
    await pool.end();
    await cluster.remove();
  }
}

interface Shifted {
  /** Longest time without a committed analysis while posts waited. */
  pauseMs: { alone: number; joining: number; together: number; leaving: number };
  /** Whether there still were posts when the two left. */
  flowing: boolean;
}

async function joinAndLeave(scene: Scene, found: Findings): Promise<Shifted> {
  const { cluster, watch, note, allow } = scene;
  await scene.handled(0.05); // the first batches warm up
  watch.longestPauseMs();
  await scene.handled(SHARES.join);
  const alone = watch.longestPauseMs();
  allow(SHARES.leave);
  note('two analyzers join', { handled: watch.handled() });
  const joining = [await cluster.add('analyzer'), await cluster.add('analyzer')];
  await Promise.all(joining.map((each) => each.ready()));
  await until('three analyzers at work', async () => (await cluster.readers('analyzer')) === 3);
  const pauses = { alone, joining: watch.longestPauseMs() };
  note('three analyzers at work', { handled: watch.handled() });
  await scene.handled(SHARES.leave);
  const together = watch.longestPauseMs();
  const flowing = scene.flowing();
  allow(SHARES.freeze);
  const ends = await Promise.all(joining.map((each) => each.stop()));
  found.expectNone(
    'not ended cleanly',
    ends.filter((each) => each !== null),
  );
  const handled = watch.handled();
  await until('one analyzer at work', async () => (await cluster.readers('analyzer')) === 1);
  await until('an analysis by the one', () => Promise.resolve(watch.handled() > handled));
  const pauseMs = { ...pauses, together, leaving: watch.longestPauseMs() };
  note('one analyzer at work', { handled: watch.handled(), pauseMs });
  return { pauseMs, flowing };
}

async function freezeOne({ cluster, pool, watch, note, flowing }: Scene, frozenMs: number) {
  watch.longestPauseMs();
  const span = await freezeResponder(pool, cluster.of('responder')[0]!, frozenMs);
  const seen = { span, pauseMs: watch.longestPauseMs(), flowing: flowing() };
  note('a responder was frozen and released', { ...seen });
  return seen;
}

const LOOK_MS = 100;

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const limit = Date.now() + STEP_LIMIT_MS; Date.now() < limit; await pause(LOOK_MS)) if (await holds()) return;
  throw new Error(`not within ${STEP_LIMIT_MS} ms: ${what}`);
}
