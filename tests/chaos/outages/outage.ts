import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Engine, EngineName } from '../../../tools/engines/index.ts';
import { Findings } from '../report.ts';
import { momentsIn, openDeadlines, spreadOver, type Fired } from './deadlines.ts';
import type { Answers } from './flow.ts';
import type { MemoryStory } from './memory.ts';
import { unready } from './probe.ts';
import type { World } from './world.ts';

export interface Outage {
  engine: EngineName;
  /** stop = Ctrl-C of the server, kill = kill -9, freeze = SIGSTOP: connections stay and hang; flush = Redis forgets everything. */
  how: 'stop' | 'kill' | 'freeze' | 'flush';
  seconds: number;
}

export interface OutageReport extends Outage {
  /** Milliseconds until each process told by /readyz, and after the return until all were ready, a post was taken, the socket heard. */
  toldMs: Record<string, number>;
  readyMs: number;
  acceptedMs: number;
  hintMs: number;
  answers: Answers;
  /** Due moments in the outage; milliseconds they came out late, at most: after their time, and after the return. */
  due: { n: number; lateMs: number; afterReturnMs: number };
  memory: MemoryStory;
  /** Lost, doubled, early, refused wrongly: never right. */
  violations: string[];
  /** Over a limit of time: a matter of the machine too, so `npm run chaos` judges it and CI does not. */
  exceeded: string[];
}

/** What /readyz calls an engine. */
const PART: Record<EngineName, string> = { kafka: 'kafka', redis: 'redis', postgres: 'database' };
const DUE_IN_OUTAGE = 12;
/** Room for the accidents to be taken, tickets opened and clocks started before the first is due. */
const LEAD_MS = 6_000;
const LIMITS = { toldMs: 8_000, readyMs: 15_000, acceptedMs: 10_000, hintMs: 20_000, lateMs: 5_000 };
/** No answer of the webhook takes longer, whatever is away. */
const ANSWER_LIMIT_MS = 10_000;

/** One engine goes away under load and comes back; everything that must hold meanwhile and right afterwards is looked at. */
export async function goThrough(world: World, outage: Outage): Promise<OutageReport> {
  const { flow, probe, pool, stages } = world;
  const engine = world.installation.engines[outage.engine]!;
  const lookedFrom = performance.now();
  const span = outage.how === 'flush' ? 6 : outage.seconds;
  const begin = new Date(Date.now() + LEAD_MS);
  const dues = spreadOver(new Date(begin.getTime() + 500), span * 1000, DUE_IN_OUTAGE);
  await openDeadlines(
    pool,
    dues.map((at) => ({ at, what: 'due' as const })),
  );
  await pause(Math.max(0, begin.getTime() - Date.now()));
  probe.forget();
  flow.take();
  const downAt = performance.now();
  await takeAway(engine, outage.how);
  await pause(Math.max(0, span * 1000 - (performance.now() - downAt)));
  const upAt = performance.now();
  const told = toldOf(probe.told(), PART[outage.engine]);
  const answers = flow.take();
  await bringBack(engine, outage.how);
  const returned = { at: new Date(), ms: performance.now() };
  const since = (): number => Math.round(performance.now() - returned.ms);
  const [readyMs, acceptedMs, hintMs] = await Promise.all([
    until(async () => (await Promise.all(stages.map(({ url }) => unready(url)))).flat().length === 0, since),
    happens(flow.next(), since),
    happens(world.nextHint(), since),
  ]);
  await pause(Math.max(0, dues.at(-1)!.getTime() + LIMITS.lateMs - Date.now()));
  const afterwards = flow.take();
  const fired = (await momentsIn(pool, dues[0]!, dues.at(-1)!)).filter(({ kind }) => kind === 'due');
  const report: OutageReport = {
    ...outage,
    ...{
      toldMs: told,
      readyMs,
      acceptedMs,
      hintMs,
      answers: together(answers, afterwards),
      due: lateness(fired, returned.at),
    },
    memory: memoryStory(world, lookedFrom, downAt, upAt),
    ...{ violations: [], exceeded: [] },
  };
  report.violations = judge(world, report, fired);
  report.exceeded = overLimits(report);
  return report;
}

async function takeAway(engine: Engine, how: Outage['how']): Promise<void> {
  if (how === 'stop') await engine.stop();
  else if (how === 'kill') await engine.kill();
  else if (how === 'freeze') engine.freeze();
  else await flush(engine);
}

async function bringBack(engine: Engine, how: Outage['how']): Promise<void> {
  if (how === 'freeze') engine.thaw();
  else if (how !== 'flush') await engine.start();
}

async function flush(engine: Engine): Promise<void> {
  const redis = new Redis(engine.env['REDIS_URL']!);
  await redis.flushall();
  redis.disconnect();
}

function judge(world: World, report: OutageReport, fired: Fired[]): string[] {
  const found = new Findings();
  const { engine, how, answers } = report;
  found.expectNone('the watcher saw', world.probe.troubles.splice(0));
  const names = world.stages.map(({ program }) => program.name);
  if (how !== 'flush') {
    found.expectNone(
      `${engine} away, and /readyz did not tell`,
      names.filter((name) => report.toldMs[name] === undefined),
    );
  }
  for (const what of ['readyMs', 'acceptedMs', 'hintMs'] as const)
    found.expect(`no ${what} after the return`, report[what] !== Infinity);
  found.expect(`${answers.withoutRetryAfter} refusals without Retry-After`, answers.withoutRetryAfter === 0);
  const odd = Object.keys(answers.byStatus).filter((status) => !['202', '429', '503'].includes(status));
  found.expectNone(
    'answers of the webhook',
    odd.map((status) => `${answers.byStatus[Number(status)]} × ${status}`),
  );
  found.expect(`${fired.length} of ${DUE_IN_OUTAGE} clocks were running`, fired.length === DUE_IN_OUTAGE);
  found.expectNone(
    'never fired',
    fired.filter((each) => each.fired === null).map(({ planned }) => planned.toISOString()),
  );
  return found.list;
}

function overLimits(report: OutageReport): string[] {
  const found = new Findings();
  const { engine, answers, due, toldMs } = report;
  for (const [name, ms] of Object.entries(toldMs)) found.expect(`${name} told after ${ms} ms`, ms <= LIMITS.toldMs);
  for (const limit of ['readyMs', 'acceptedMs', 'hintMs'] as const)
    found.expect(`${limit} ${report[limit]} > ${LIMITS[limit]}`, report[limit] <= LIMITS[limit]);
  found.expect(`an answer of the webhook took ${answers.slowestMs} ms`, answers.slowestMs <= ANSWER_LIMIT_MS);
  // Rounds go by the process's own clock: only the database itself can make a deadline late.
  const late = engine === 'postgres' ? due.afterReturnMs : due.lateMs;
  found.expect(`a deadline came out ${late} ms late`, late <= LIMITS.lateMs);
  return found.list;
}

const LAST_MS = 5_000;

/** The last third of a span tells what the whole of it has piled up. */
const memoryStory = ({ memory }: World, from: number, downAt: number, upAt: number): MemoryStory => ({
  before: memory.over(from, downAt),
  during: memory.over(Math.max(downAt, upAt - Math.max(LAST_MS, (upAt - downAt) / 3)), upAt),
  after: memory.over(upAt),
});

/** The same flow for as long as an outage and what is looked at around it, and nothing goes away. */
export async function goThroughCalm(world: World, seconds: number): Promise<MemoryStory> {
  const from = performance.now();
  await pause(LEAD_MS);
  const downAt = performance.now();
  await pause(seconds * 1000);
  const upAt = performance.now();
  await pause(LIMITS.lateMs);
  return memoryStory(world, from, downAt, upAt);
}

const toldOf = (told: Record<string, Record<string, number>>, part: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(told).flatMap(([name, parts]) => (parts[part] === undefined ? [] : [[name, parts[part]]])),
  );

function lateness(fired: Fired[], returnedAt: Date): OutageReport['due'] {
  const after = (from: (each: Fired) => number): number =>
    fired.reduce((most, each) => Math.max(most, each.fired === null ? Infinity : each.fired.getTime() - from(each)), 0);
  return {
    n: fired.length,
    lateMs: after(({ planned }) => planned.getTime()),
    afterReturnMs: after(({ planned }) => Math.max(planned.getTime(), returnedAt.getTime())),
  };
}

const GIVE_UP_MS = 60_000;

async function until(holds: () => Promise<boolean>, since: () => number): Promise<number> {
  while (since() < GIVE_UP_MS) {
    if (await holds()) return since();
    await pause(100);
  }
  return Infinity;
}

const happens = (what: Promise<void>, since: () => number): Promise<number> =>
  Promise.race([what.then(since), pause(GIVE_UP_MS, Infinity, { ref: false })]);

function together(one: Answers, other: Answers): Answers {
  const byStatus = { ...one.byStatus };
  for (const [status, n] of Object.entries(other.byStatus))
    byStatus[Number(status)] = (byStatus[Number(status)] ?? 0) + n;
  return {
    byStatus,
    slowestMs: Math.max(one.slowestMs, other.slowestMs),
    withoutRetryAfter: one.withoutRetryAfter + other.withoutRetryAfter,
  };
}
