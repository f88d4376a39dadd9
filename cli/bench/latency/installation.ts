import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import { shippedConfigFolder } from '../../../config/load.ts';
import type { Settings } from '../../../config/settings.ts';
import { openPostgres } from '../../../platform/app.ts';
import { createLog } from '../../../platform/runtime/log.ts';
import { createEngine, ENGINES, type Engine, type EngineName } from '../../../tools/engines/index.ts';
import { startProgram, type Program } from './program.ts';

export type Profile = Settings['profile'];

/** Where posts are pushed: the only source of the measured installation. */
export const SOURCE = 'bench_push';

/** An installation of its own in a temporary folder: nothing of the user's data or engines is touched. */
export interface BenchInstallation {
  folder: string;
  secret: string;
  /** What every process of it is started with. */
  env: Record<string, string>;
  /** Empty in the embedded profile. */
  engines: Partial<Record<EngineName, Engine>>;
  /** Starts a process of it; nobody waits for it here. */
  start(name: string, stages: string[]): Program;
  /** How the application reaches the database. Only while a process or an engine runs it. */
  database(): Promise<{ config: PoolConfig; close(): Promise<void> }>;
  /** Ends what still runs and removes all. */
  remove(): Promise<void>;
}

/** @param start whether the engines are started too. @throws EngineMissing when one of them is not on this machine */
export async function makeInstallation(profile: Profile, start = true): Promise<BenchInstallation> {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-'));
  chmodSync(folder, 0o711); // the database's own account has to pass
  const secret = randomBytes(32).toString('hex');
  const engines: Partial<Record<EngineName, Engine>> = {};
  const programs: Program[] = [];
  const remove = async (): Promise<void> => {
    for (const program of programs) await program.kill();
    for (const engine of Object.values(engines)) await engine.remove();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  };
  try {
    if (profile === 'distributed') for (const name of ENGINES) engines[name] = await createEngine(name, folder);
    if (start) await Promise.all(Object.values(engines).map((engine) => engine.start()));
    const env = {
      ...{ HUIYING_CONFIG: configIn(folder), HUIYING_DATA: join(folder, 'data'), HUIYING_PROFILE: profile },
      ...{ HUIYING_SECRET_BENCH: secret, HUIYING_KEY: randomBytes(32).toString('hex') },
      ...(Object.assign({}, ...Object.values(engines).map((engine) => engine.env)) as Record<string, string>),
    };
    return {
      ...{ folder, secret, env, engines, remove },
      start(name, stages) {
        const program = startProgram(name, ['--empty', '--stages', stages.join(',')], env);
        programs.push(program);
        return program;
      },
      database: () => attach(env),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The shipped configuration with one source that takes pushes. */
function configIn(folder: string): string {
  const config = join(folder, 'config');
  cpSync(shippedConfigFolder(), config, { recursive: true });
  const source = `{id: ${SOURCE}, name: 实测推送, kind: webhook, sourceType: other, secretEnv: HUIYING_SECRET_BENCH, enabled: true}`;
  writeFileSync(join(config, 'rulebooks', 'sources.yaml'), `sources:\n  - ${source}\n`);
  return config;
}

async function attach(env: Record<string, string>) {
  const [databaseUrl, databaseOwnerUrl] = [env['DATABASE_URL'] ?? null, env['DATABASE_OWNER_URL'] ?? null];
  const settings = { databaseUrl, databaseOwnerUrl, dataFolder: env['HUIYING_DATA']! };
  const postgres = await openPostgres(settings, createLog('error'));
  return { config: postgres.appConfig, close: () => postgres.stop() };
}
