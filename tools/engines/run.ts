import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import { ROOT_FOLDER } from '../../platform/runtime/assets.ts';
import { createEngine, EngineMissing, ENGINES, fetchKafkaJars, type Engine, type EngineName } from './index.ts';
import { AlreadyRunning, LOCK_FILE, lockFolder } from './run-lock.ts';

const USAGE = `usage: npm run engines -- [--fetch] [--fresh] [--only kafka,redis,postgres] [--folder DIR]
  --fetch   fetch Kafka's jars into the cache and stop
  --fresh   throw the engines' data away first
  --folder  where the engines live, default .tools/engines`;

/** `npm run engines`: real Kafka, Redis and PostgreSQL until Ctrl-C, with their data in .tools/engines. One run at a time in a folder. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      ...{ fetch: { type: 'boolean' }, fresh: { type: 'boolean' }, only: { type: 'string' } },
      folder: { type: 'string' },
    },
  });
  const names = values.only ? (values.only.split(',') as EngineName[]) : [...ENGINES];
  if (names.some((name) => !ENGINES.includes(name))) throw new TypeError(`unknown engine in --only ${values.only}`);
  if (names.includes('kafka')) fetchKafkaJars();
  if (values.fetch) return 0;
  const folder = values.folder ? resolve(values.folder) : join(ROOT_FOLDER, '.tools', 'engines');
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    if (values.fresh) empty(folder);
    await runUntilSignal(folder, names);
  } finally {
    unlock();
  }
  process.stderr.write(`engines stopped, data kept in ${folder}\n`);
  return 0;
}

/** All but the lock, which is ours. */
function empty(folder: string): void {
  for (const name of readdirSync(folder))
    if (name !== LOCK_FILE) rmSync(join(folder, name), { recursive: true, force: true });
}

async function runUntilSignal(folder: string, names: EngineName[]): Promise<void> {
  const running: Engine[] = [];
  const { stopped, release } = untilSignal();
  let unwatch = (): void => undefined;
  try {
    for (const name of names) {
      const engine = await createEngine(name, folder, port(folder, name));
      running.unshift(engine);
      await engine.start();
      keepPort(folder, engine);
    }
    unwatch = tellDeaths(running);
    tell(folder, running);
    await stopped;
  } finally {
    unwatch();
    release();
    for (const engine of running) await engine.stop();
  }
}

/** An engine that ends by itself is told once: whoever works with it would look for the fault elsewhere. */
function tellDeaths(engines: Engine[]): () => void {
  const alive = new Set(engines);
  const round = (): void => {
    for (const engine of [...alive].filter((each) => !each.running())) {
      alive.delete(engine);
      process.stderr.write(`${engine.name} has died (see ${engine.folder}); Ctrl-C and start again\n`);
    }
  };
  const timer = setInterval(round, 500);
  return () => clearInterval(timer);
}

/** Engines are children that do not keep this process alive, and neither does a signal: the timer does. */
function untilSignal(): { stopped: Promise<void>; release(): void } {
  const alive = setInterval(() => undefined, 60_000);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
  });
  return { stopped, release: () => clearInterval(alive) };
}

/** The same port as last time, so that a running Huiying finds its engines again. */
function port(folder: string, name: EngineName): number | undefined {
  try {
    return Number(readFileSync(join(folder, `${name}.port`), 'utf8'));
  } catch {
    return undefined; // the first time
  }
}
const keepPort = (folder: string, { name, port }: Engine): void =>
  writeFileSync(join(folder, `${name}.port`), `${port}`);

/** The variables a terminal needs go into a file to be sourced; passwords and the master key are not printed. */
function tell(folder: string, engines: Engine[]): void {
  const keyFile = join(folder, 'key');
  try {
    writeFileSync(keyFile, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const own = { HUIYING_PROFILE: 'distributed', HUIYING_KEY: readFileSync(keyFile, 'utf8') };
  const env = Object.assign(own, ...engines.map((engine) => engine.env)) as Record<string, string>;
  const lines = Object.entries(env).map(([name, value]) => `export ${name}='${value}'`);
  const file = join(folder, 'env');
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  process.stdout.write(`${file}\n`);
  for (const { name, port } of engines) process.stderr.write(`${name} on 127.0.0.1:${port}\n`);
  process.stderr.write(`ready; in another terminal: . ${file} && npm start -- --empty\nCtrl-C stops them\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof TypeError ? `\n${USAGE}` : '';
  const known = [EngineMissing, TypeError, AlreadyRunning].some((kind) => error instanceof kind);
  process.stderr.write(`${known ? (error as Error).message : (error as Error).stack}${usage}\n`);
  process.exitCode = known ? 2 : 1;
}
