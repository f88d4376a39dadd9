import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadStory, type StoryStep } from '../../platform/demo/story.ts';
import { openDatabase } from '../../platform/runtime/database.ts';
import { startChild, type Child } from './child.ts';
import { seeded, type Random } from './random.ts';
import { hasAccounts, isSettled, judgeReplay, stepBack, storyPosition, type Db } from './replay-outcome.ts';
import { Findings, type KillReport, type PointReport, type Victim } from './report.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

export interface ReplayPoint {
  /** Decides victims and moments. */
  seed: number;
  /** Only the last hours of the story. */
  small?: boolean;
  /** Looks at the finished database too, as the owner of its schema. */
  inspect?: (db: Db, configFolder: string) => Promise<void>;
}

const VICTIMS: Victim[] = ['program', 'program', 'program+database', 'database'];
const READY_LIMIT_MS = 120_000;
const END_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 60_000;
const LOOK_MS = 50;
const LOOK_CLOSELY_MS = 5;

/**
 * The whole program tells the demonstration on an empty folder, is killed once to three times on the way, is started again, and what it
 * told is looked at when everything is quiet.
 */
export async function replayPoint({ seed, small = false, inspect }: ReplayPoint): Promise<PointReport> {
  const from = performance.now();
  const random = seeded(seed);
  const kills: KillReport[] = [];
  const found = new Findings();
  const sandbox = openSandbox('replay');
  try {
    const config = small ? smallConfig(join(sandbox.folder, 'config')) : shippedConfigFolder();
    const steps = loadStory(config);
    const telling = { sandbox, config, steps, told: 0, random, found };
    for (let left = 1 + random.int(3); left > 0; left -= 1) kills.push(await tellAndKill(telling));
    const facts = await tellToEnd(sandbox, config, found);
    if (inspect) await sandbox.asOwner((db) => inspect(db, config));
    return { what: 'replay', seed, kills, ms: Math.round(performance.now() - from), facts, violations: found.list };
  } finally {
    await sandbox.remove();
  }
}

/** A copy of the configuration with the last eighteen hours of the story, which hold a rumour and a grave accident. */
function smallConfig(folder: string): string {
  cpSync(shippedConfigFolder(), folder, { recursive: true });
  const file = join(folder, 'demo', 'posts.jsonl');
  const posts = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { minutesBefore: number; scene?: string });
  const late = posts.filter((post) => post.minutesBefore <= 1080);
  writeFileSync(file, late.map((post) => `${JSON.stringify(post)}\n`).join(''));
  const cut = new Set(posts.filter((post) => post.minutesBefore > 1080).map((post) => post.scene));
  const acts = join(folder, 'demo', 'acts.yaml');
  const all = (parse(readFileSync(acts, 'utf8')) as { acts: { scene: string }[] }).acts;
  writeFileSync(acts, stringify({ acts: all.filter(({ scene }) => !cut.has(scene)) }));
  return folder;
}

const startProgram = (sandbox: Sandbox, config: string): Child =>
  startChild('main.js', [], { HUIYING_DATA: sandbox.data, HUIYING_CONFIG: config, PORT: '0' });

const isReady = (stdout: string): boolean => stdout.includes('回应已就绪');

async function untilReady(program: Child): Promise<void> {
  await Promise.race([program.said(isReady), pause(READY_LIMIT_MS, undefined, { ref: false })]);
  if (!isReady(program.stdout()))
    throw new Error(`the program did not become ready:\n${program.stdout()}${program.stderr().slice(-3000)}`);
}

interface Telling {
  sandbox: Sandbox;
  config: string;
  steps: StoryStep[];
  /** Steps that earlier runs have told: the next kill comes later in the story. */
  told: number;
  random: Random;
  found: Findings;
}

/**
 * Two kills in seven fall around the start: into it, or between the demonstration's accounts and its story. Two fall right behind an act
 * of a person, the others anywhere into the story.
 */
async function tellAndKill(telling: Telling): Promise<KillReport> {
  const { sandbox, config, steps, told, random, found } = telling;
  const victim = random.pick(VICTIMS);
  const acts = steps.flatMap((step, index) => (step.kind === 'act' && index >= told ? [index + 1] : []));
  const act = acts.length > 0 ? 'act' : null;
  const early = random.pick(['start', 'accounts', act, act, null, null, null] as const);
  const inStory = early === null || early === 'act';
  const place = early === 'act' ? random.pick(acts) : told + random.int(steps.length - told);
  const more = random.int(early === 'start' ? 3500 : early === null ? 120 : 20);
  const program = startProgram(sandbox, config);
  if (early !== 'start') {
    await untilReady(program);
    const arrived = inStory ? async (db: Db) => (await storyPosition(db)) >= place : hasAccounts;
    await reading(sandbox, (db) => until(program, () => arrived(db), LOOK_CLOSELY_MS));
    if (inStory) telling.told = place;
  }
  await pause(more);
  if (program.ended()) found.list.push(`the program ended by itself:\n${program.stderr().slice(-2000)}`);
  if (victim !== 'program') sandbox.killDatabase();
  // When only the database dies, the program starts it again and goes on with the story for a while.
  if (victim === 'database') await pause(2000 + random.int(2000));
  if (victim === 'database' && early !== 'start' && program.ended())
    found.list.push(`the program did not outlive its database:\n${program.stderr().slice(-2000)}`);
  program.kill();
  await program.exit(STOP_LIMIT_MS);
  const isRetold = early === 'act' && (await sandbox.inDatabase((db) => stepBack(db, place)));
  const where = inStory ? `step ${place} of ${steps.length}` : early;
  return { victim, at: `${where} + ${more} ms${isRetold ? ', act told again' : ''}` };
}

/** The program is running, so this attaches and lets go again: a kill of the database is not noticed, and not repaired, from here. */
async function reading<R>(sandbox: Sandbox, work: (db: Db) => Promise<R>): Promise<R> {
  const db = openDatabase<never>(await sandbox.appConfig(), { max: 1, name: 'huiying chaos' });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** Looks again and again. A database that is away for a moment is no answer. @returns false when the program ended or it took too long */
async function until(program: Child, holds: () => Promise<boolean>, lookMs = LOOK_MS): Promise<boolean> {
  for (const limit = performance.now() + END_LIMIT_MS; performance.now() < limit && !program.ended();) {
    if (await holds().catch(() => false)) return true;
    await pause(lookMs);
  }
  return false;
}

async function tellToEnd(sandbox: Sandbox, config: string, found: Findings): Promise<Record<string, unknown>> {
  const program = startProgram(sandbox, config);
  await untilReady(program);
  const facts = await reading(sandbox, async (db) => {
    const settled = await until(program, () => isSettled(db));
    await pause(1500); // a sweep or two more: nothing may come twice
    const quiet = settled && (await until(program, () => isSettled(db)));
    found.expect(
      `not quiet at step ${await storyPosition(db).catch(() => -1)}:\n${program.stderr().slice(-2000)}`,
      quiet,
    );
    return judgeReplay(db, config, found);
  });
  program.interrupt();
  const code = await program.exit(STOP_LIMIT_MS);
  found.expect(`Ctrl-C ended with ${String(code)}:\n${program.stderr().slice(-1000)}`, code === 0);
  return facts;
}
