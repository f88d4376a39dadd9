import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AssignerProtocol, Kafka, logLevel, type Admin } from 'kafkajs';
import { sql, type Kysely } from 'kysely';
import { configFromUrl, openDatabase } from '../../../platform/runtime/database.ts';
import { createEngine, ENGINES, type Engine, type EngineName } from '../../../tools/engines/index.ts';
import { chaosConfig } from './config-folder.ts';
import { SECRET, SECRET_ENV } from './feeder.ts';
import { stageProcess, type StageProcess } from './stage-process.ts';

export type Db = Kysely<never>;
export type StageName = 'ingest' | 'analyzer' | 'responder' | 'dashboard';

/** The distributed profile as a city would run it: engines of its own, each stage in processes of its own. */
export interface Cluster {
  readonly engines: Record<EngineName, Engine>;
  /** Everything a process of the program needs, in the order they were added. */
  readonly processes: StageProcess[];
  /** As the owner of the schema. */
  readonly db: Db;
  add(stage: StageName): Promise<StageProcess>;
  of(stage: StageName): StageProcess[];
  /** Processes that hold partitions of what the stage reads first, by the broker's own word. */
  readers(stage: 'analyzer' | 'responder'): Promise<number>;
  /** Everything said so far has gone the whole way, is swept and sealed. */
  isQuiet(): Promise<boolean>;
  /** @throws when it is not quiet for two looks in a row within the limit. */
  untilQuiet(limitMs: number): Promise<void>;
  /** Ends everything and removes the folder; safe at any time. */
  remove(): Promise<void>;
}

/** Both profiles hash voices under the same key, so that their rows can be compared. */
export const KEY = '6a'.repeat(32);
const PREFIX = 'chaos.';
const STATIONS = [
  ['analyze', 'mentions.collected'],
  ['group', 'mentions.analyzed'],
  ['responder', 'events.changed'],
  ['responder', 'warnings.raised'],
] as const;
const READ_FIRST = { analyzer: 'analyze.mentions.collected', responder: 'responder.events.changed' };
const open = new Set<Cluster>();

/** For a run that is interrupted. */
export async function removeAllClusters(): Promise<void> {
  for (const cluster of [...open]) await cluster.remove();
}

/** Engines started, no stage yet. @throws EngineMissing saying what is missing on this machine */
export async function openCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-cluster-'));
  chmodSync(folder, 0o711); // PostgreSQL's own account has to pass
  const made = await startedEngines(folder);
  const engines = Object.fromEntries(made.map((engine) => [engine.name, engine])) as Record<EngineName, Engine>;
  const env = Object.assign({}, ...made.map((engine) => engine.env)) as Record<string, string>;
  const settings = {
    ...env,
    ...{ HUIYING_CONFIG: chaosConfig(join(folder, 'config')), HUIYING_KEY: KEY, [SECRET_ENV]: SECRET },
    ...{ HUIYING_WORKERS: '1', KAFKA_PREFIX: PREFIX, HUIYING_LOG: 'warn' },
  };
  const db = openDatabase<never>(configFromUrl(env['DATABASE_OWNER_URL']!), {
    ...{ max: 4, name: 'huiying chaos', statementTimeoutMs: 600_000 },
  });
  const admin = new Kafka({ brokers: [env['KAFKA_BROKERS']!], logLevel: logLevel.NOTHING }).admin();
  const processes: StageProcess[] = [];
  const of = (stage: StageName): StageProcess[] => processes.filter(({ name }) => name.startsWith(stage));
  const isQuiet = async (): Promise<boolean> =>
    (await isCarried(db)) && (await lag(admin)) === 0 && (await isCarried(db));
  const cluster: Cluster = {
    ...{ engines, processes, db, of, isQuiet },
    async add(stage) {
      const name = `${stage}-${of(stage).length + 1}`;
      const data = { HUIYING_DATA: join(folder, 'data', name) };
      const args = ['--profile', 'distributed', '--stages', stage, '--empty'];
      const added = await stageProcess(name, args, { ...settings, ...data });
      processes.push(added);
      added.start();
      return added;
    },
    async readers(stage) {
      await admin.connect();
      const { groups } = await admin.describeGroups([PREFIX + READ_FIRST[stage]]);
      return groups[0]!.state === 'Stable' ? groups[0]!.members.filter(holdsPartitions).length : 0;
    },
    untilQuiet: (limitMs) => untilTwice(isQuiet, limitMs, () => whatIsLeft(db, admin)),
    async remove() {
      open.delete(cluster);
      await Promise.all(processes.map((each) => each.kill()));
      await admin.disconnect().catch(() => undefined); // its broker may be gone
      await db.destroy();
      await Promise.all(made.map((engine) => engine.remove()));
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
  open.add(cluster);
  return cluster;
}

const holdsPartitions = ({ memberAssignment }: { memberAssignment: Buffer }): boolean => {
  const held = AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {};
  return Object.values(held).some((partitions) => partitions.length > 0);
};

/** All of them, or none and no folder. */
async function startedEngines(folder: string): Promise<Engine[]> {
  const made: Engine[] = [];
  try {
    for (const name of ENGINES) made.push(await createEngine(name, folder));
    const starts = await Promise.allSettled(made.map((engine) => engine.start()));
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed) throw failed.reason;
    return made;
  } catch (error) {
    await Promise.all(made.map((engine) => engine.remove()));
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    throw error;
  }
}

const LOOK_MS = 400;

/** A part that is away for a moment is no answer. */
export async function untilTwice(holds: () => Promise<boolean>, limitMs: number, left: () => Promise<string>) {
  let held = 0;
  for (const until = performance.now() + limitMs; held < 2; await pause(LOOK_MS)) {
    held = (await holds().catch(() => false)) ? held + 1 : 0;
    if (performance.now() > until) throw new Error(`not quiet after ${limitMs} ms: ${await left()}`);
  }
}

/** What of the database's own work lists is left; nothing is. */
async function isCarried(db: Db): Promise<boolean> {
  return (await openWork(db)).every(({ n }) => n === 0);
}

async function openWork(db: Db): Promise<{ what: string; n: number }[]> {
  const { rows } = await sql<{ what: string; n: number }>`
    select 'outbox' as what, count(*)::int as n from platform_outbox
    union all select 'unsealed', count(*)::int from audit_unsealed
    union all select 'due clocks', count(*)::int from responder_clocks
               where next_fire_at <= clock_timestamp() - interval '2 seconds'`.execute(db);
  return rows;
}

async function lag(admin: Admin): Promise<number> {
  await admin.connect();
  const lags = await Promise.all(
    STATIONS.map(async ([group, topic]) => {
      const [ends, [committed]] = await Promise.all([
        admin.fetchTopicOffsets(PREFIX + topic),
        admin.fetchOffsets({ groupId: `${PREFIX}${group}.${topic}`, topics: [PREFIX + topic] }),
      ]);
      const done = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
      return ends.reduce((sum, { partition, high }) => sum + Number(high) - Math.max(0, done.get(partition) ?? 0), 0);
    }),
  );
  return lags.reduce((sum, each) => sum + each, 0);
}

async function whatIsLeft(db: Db, admin: Admin): Promise<string> {
  const work = await openWork(db).catch((error: unknown) => [{ what: String(error), n: -1 }]);
  const behind = await lag(admin).catch((error: unknown) => String(error));
  return `${work.map(({ what, n }) => `${what} ${n}`).join(', ')}, lag ${behind}`;
}
