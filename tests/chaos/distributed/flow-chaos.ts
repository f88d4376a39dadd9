import { setTimeout as pause } from 'node:timers/promises';
import { seeded, type Random } from '../random.ts';
import { silent, type Note } from '../journal.ts';
import { Findings, type KillReport, type PointReport } from '../report.ts';
import { calmRun } from './calm-run.ts';
import { openCluster, type Cluster, type Db, type StageName } from './cluster.ts';
import { feed, type Feeding } from './feeder.ts';
import { judge } from './judge.ts';
import type { Outcome } from './outcome.ts';
import type { StageProcess } from './stage-process.ts';
import { inventStream, type Stream } from './stream.ts';

export interface FlowRun {
  /** Decides the stream, victims and moments. */
  seed: number;
  posts: number;
  /** Moments of one to three kills each, spread over the whole flow. */
  points: number;
  /** The flow is slowed so that a point has about so much of it. */
  pointMs: number;
  /** Looks at the finished database too, as the owner of its schema. */
  inspect?: (db: Db, stream: Stream, calm: Outcome) => Promise<void>;
  note?: Note;
}

const STAGES: StageName[] = ['ingest', 'analyzer', 'analyzer', 'responder', 'responder', 'dashboard'];
const QUIET_LIMIT_MS = 600_000;

/**
 * 1 ingest, 2 analyzers, 2 responders and 1 dashboard on Kafka, Redis and PostgreSQL of their own take a stream; processes are killed
 * (-9) on the way and started again, at once or after a while; what is left is compared with one process that nobody disturbed.
 */
export async function flowRun(wanted: FlowRun): Promise<PointReport> {
  const { seed, posts, points, pointMs, inspect, note = silent } = wanted;
  const from = performance.now();
  const lap = laps(note);
  const random = seeded(seed);
  const stream = inventStream(random, posts, new Date(Math.floor(Date.now() / 60_000) * 60_000), maxPush(posts));
  const found = new Findings();
  const kills: KillReport[] = [];
  const cluster = await openCluster();
  let feeding: Feeding | undefined;
  try {
    for (const stage of STAGES) await cluster.add(stage);
    await Promise.all(cluster.processes.map((each) => each.ready()));
    lap('start');
    const pace = (points * pointMs) / stream.pushes.length;
    feeding = feed(
      () => cluster.of('ingest')[0]!.url,
      stream.pushes,
      () => pace,
    );
    kills.push(...(await killOnTheWay(cluster, feeding, random, { points, pushes: stream.pushes.length, note })));
    const { retries } = await feeding.done;
    lap('flow');
    const calm = await calmRun(stream.pushes);
    lap('calm run');
    await cluster.untilQuiet(QUIET_LIMIT_MS);
    await pause(1_500); // a sweep or two more: nothing may come twice
    await cluster.untilQuiet(QUIET_LIMIT_MS);
    lap('until quiet');
    const facts = await judge(cluster.db, stream, calm, found, note);
    lap('judged');
    await inspect?.(cluster.db, stream, calm);
    for (const each of cluster.processes) found.list.push(...each.troubles());
    const ends = await Promise.all(cluster.processes.map((each) => each.stop()));
    found.expectNone(
      'not ended cleanly',
      ends.filter((end) => end !== null),
    );
    const ms = Math.round(performance.now() - from);
    return {
      what: 'distributed',
      seed,
      kills,
      ms,
      facts: { points, retries, ...facts, seconds: lap('end') },
      violations: found.list,
    };
  } finally {
    feeding?.stop();
    await cluster.remove();
  }
}

/** A long stream in larger pushes, as a vendor would send it. */
const maxPush = (posts: number): number => (posts < 5_000 ? 20 : 100);

/** Seconds between one mark and the next, by the name of the later. */
function laps(note: Note): (name: string) => Record<string, number> {
  const seconds: Record<string, number> = {};
  let last = performance.now();
  return (name) => {
    seconds[name] = Math.round((performance.now() - last) / 100) / 10;
    last = performance.now();
    note(`done: ${name}`, { took: seconds[name] });
    return seconds;
  };
}

interface Way {
  points: number;
  pushes: number;
  note: Note;
}

/** A point comes when the stream has got so far; a victim may be starting again already. */
async function killOnTheWay(cluster: Cluster, feeding: Feeding, random: Random, way: Way): Promise<KillReport[]> {
  const kills: KillReport[] = [];
  const returns: Promise<void>[] = [];
  const back = async (victim: StageProcess, ms: number): Promise<void> => {
    await pause(ms);
    victim.start();
    await victim.ready();
  };
  for (let point = 0; point < way.points; point += 1) {
    const place = Math.floor(((point + random.next()) / way.points) * way.pushes);
    await Promise.race([reached(feeding, place), feeding.done]);
    for (let left = 1 + random.int(3); left > 0; left -= 1) {
      const [victim, more, away] = [random.pick(cluster.processes), random.int(400), random.int(4_000)];
      const atOnce = random.chance(0.5);
      await pause(more);
      if (!victim.running()) continue;
      await victim.kill();
      const at = `push ${feeding.acked()} + ${more} ms, away ${atOnce ? 0 : away} ms`;
      kills.push({ victim: victim.name, at });
      way.note(`point ${point + 1} of ${way.points}: kill ${victim.name}`, { at, of: way.pushes });
      const returned = back(victim, atOnce ? 0 : away);
      returned.catch(() => undefined); // told below
      returns.push(returned);
    }
  }
  await Promise.all(returns);
  await Promise.all(cluster.processes.map((each) => each.ready()));
  return kills;
}

const LOOK_MS = 20;

async function reached(feeding: Feeding, place: number): Promise<void> {
  while (feeding.acked() < place) await pause(LOOK_MS);
}
