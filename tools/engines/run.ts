import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import { ROOT_FOLDER } from '../../platform/runtime/assets.ts';
import { createEngine, EngineMissing, ENGINES, fetchKafkaJars, type Engine, type EngineName } from './index.ts';

const USAGE = `usage: npm run engines -- [--fetch] [--fresh] [--only kafka,redis,postgres]
  --fetch  fetch Kafka's jars into the cache and stop
  --fresh  throw the engines' data away first`;

/** `npm run engines`: real Kafka, Redis and PostgreSQL until Ctrl-C, with their data in .tools/engines. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { fetch: { type: 'boolean' }, fresh: { type: 'boolean' }, only: { type: 'string' } },
  });
  const names = values.only ? (values.only.split(',') as EngineName[]) : [...ENGINES];
  if (names.some((name) => !ENGINES.includes(name))) throw new TypeError(`unknown engine in --only ${values.only}`);
  if (names.includes('kafka')) fetchKafkaJars();
  if (values.fetch) return 0;
  const folder = join(ROOT_FOLDER, '.tools', 'engines');
  if (values.fresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const running: Engine[] = [];
  const { stopped, release } = untilSignal();
  try {
    for (const name of names) {
      const engine = await createEngine(name, folder, port(folder, name));
      running.unshift(engine);
      await engine.start();
      keepPort(folder, engine);
    }
    tell(folder, running);
    await stopped;
  } finally {
    release();
    for (const engine of running) await engine.stop();
  }
  process.stderr.write('engines stopped, data kept in .tools/engines\n');
  return 0;
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

/** The variables a terminal needs: printed, and in a file to be sourced. */
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
  process.stdout.write(`${lines.join('\n')}\n`);
  process.stderr.write(`ready; in another terminal: . .tools/engines/env && npm start -- --empty\nCtrl-C stops them\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof TypeError ? `\n${USAGE}` : '';
  const known = error instanceof EngineMissing || error instanceof TypeError;
  process.stderr.write(`${known ? error.message : (error as Error).stack}${usage}\n`);
  process.exitCode = known ? 2 : 1;
}
