import { loadavg } from 'node:os';
import type { Pool } from 'pg';
import { openPool } from '../../platform/runtime/database.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';
import { parseOptions, wrongUsage } from '../arguments.ts';
import type { Bench } from '../bench.ts';
import { readBacklog } from './latency/backlog.ts';
import { spread } from './latency/figures.ts';
import { makeInstallation, type BenchInstallation, type Profile } from './latency/installation.ts';
import { pushSteadily } from './latency/load.ts';
import { firstDutyOfficer } from './latency/people.ts';
import { processorTimes, spentAPost } from './latency/processor.ts';
import type { Program } from './latency/program.ts';
import { watchDashboard, type Watching } from './latency/watch.ts';

const USAGE = 'bench latency [--rate 1000] [--seconds 30] [--profile embedded|distributed] [--batch 20] [--warm-up 5]';
/** A number that is not reached in this time after the last push counts as never shown. */
const DRAIN_LIMIT_MS = 60_000;

interface Wanted {
  rate: number;
  seconds: number;
  batch: number;
  warmUp: number;
  profile: Profile;
}

/**
 * `bench latency`: from the HTTP acknowledgement of a post (202 of the signed webhook) until a connected dashboard has it: the end of the
 * first read, begun after a hint on its socket, that shows the post. Real processes in an installation of its own: one process with the
 * bundled PostgreSQL, or one process a stage on real Kafka, Redis and PostgreSQL. Pushes leave at a steady rate.
 */
export const benchLatencyCommand: Bench = async (context, args) => {
  const wanted = read(args);
  const say = (text: string): void => void context.stderr.write(`${text}\n`);
  say('正在启动临时的一套系统……');
  const installation = await makeInstallation(wanted.profile);
  try {
    return await measure(installation, wanted, say);
  } finally {
    await installation.remove();
  }
};

function read(args: string[]): Wanted {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const values = parseOptions({ usage: USAGE }, args, {
    ...{ rate: text('1000'), seconds: text('30'), batch: text('20'), 'warm-up': text('5'), profile: text('embedded') },
  });
  const whole = (name: 'rate' | 'seconds' | 'batch' | 'warm-up', least: number): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least)
      throw wrongUsage({ usage: USAGE }, `--${name} 应为不小于 ${least} 的整数`);
    return value;
  };
  const { profile } = values;
  if (profile !== 'embedded' && profile !== 'distributed')
    throw wrongUsage({ usage: USAGE }, '--profile 应为 embedded 或 distributed');
  return {
    profile,
    rate: whole('rate', 1),
    seconds: whole('seconds', 1),
    batch: whole('batch', 1),
    warmUp: whole('warm-up', 0),
  };
}

const APART = [['ingest'], ['analyzer'], ['responder'], ['dashboard']];
const TOGETHER = [['ingest', 'analyzer', 'responder', 'dashboard']];

async function measure(installation: BenchInstallation, wanted: Wanted, say: (text: string) => void) {
  const programs = (wanted.profile === 'embedded' ? TOGETHER : APART).map((stages) =>
    installation.start(stages.length === 1 ? stages[0]! : 'all', stages),
  );
  const urls = await Promise.all(programs.map((program) => program.ready));
  const database = await installation.database();
  const pool = openPool(database.config, { max: 2, name: 'huiying bench' });
  try {
    const person = await firstDutyOfficer(urls.at(-1)!, await linkOf(programs.at(-1)!));
    const watching = await watchDashboard(urls.at(-1)!, person, pool);
    const found = await underLoad({ wanted, programs, urls, pool, watching, secret: installation.secret, say });
    watching.close();
    return { ...wanted, processes: programs.map(({ name }) => name), node: process.version, ...found };
  } finally {
    await pool.end();
    await database.close();
    for (const program of programs) await program.stop();
  }
}

interface Measuring {
  wanted: Wanted;
  programs: Program[];
  /** Of the processes; posts go to the first. */
  urls: string[];
  pool: Pool;
  watching: Watching;
  secret: string;
  say(text: string): void;
}

async function underLoad({ wanted, programs, urls, pool, watching, secret, say }: Measuring) {
  const load = { url: urls[0]!, secret, rate: wanted.rate, batch: wanted.batch, accepted: watching.accepted };
  say(`预热 ${wanted.warmUp} 秒……`);
  await pushSteadily({ ...load, seconds: wanted.warmUp, run: 'warm' });
  await drained(watching);
  watching.shownAfter.length = 0;
  say(`以每秒 ${wanted.rate} 条推送 ${wanted.seconds} 秒……`);
  const before = await processorTimes(programs, pool);
  const outcome = await pushSteadily({ ...load, seconds: wanted.seconds, run: 'run' });
  const backlogAtEnd = { posts: watching.outstanding(), ...(await readBacklog(urls, pool)) };
  const loadAverage = round(loadavg()[0]!);
  const drainMs = await drained(watching);
  const processorMsAPost = spentAPost(before, await processorTimes(programs, pool), outcome.accepted);
  return {
    ...{ accepted: outcome.accepted, refusedRequests: outcome.refused },
    rateReached: round(outcome.accepted / outcome.seconds),
    ...{ answerMs: spread(outcome.answerMs), shownAfterMs: spread(watching.shownAfter) },
    ...{ shown: watching.shownAfter.length, neverShown: watching.outstanding(), hints: watching.hints() },
    ...{ backlogAtEnd, drainMs, processorMsAPost, loadAverage },
  };
}

/** Printed right after the line that it is ready. */
async function linkOf(program: Program): Promise<string> {
  for (let tries = 0; tries < 100 && !program.output().includes('/setup?token='); tries += 1)
    await systemTime.sleep(50);
  return program.output();
}

async function drained(watching: { outstanding(): number }): Promise<number> {
  const from = performance.now();
  while (watching.outstanding() > 0 && performance.now() - from < DRAIN_LIMIT_MS) await systemTime.sleep(20);
  return Math.round(performance.now() - from);
}

const round = (value: number): number => Math.round(value * 10) / 10;
