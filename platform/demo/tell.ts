import { sql, type Kysely } from 'kysely';
import type { Settings } from '../../config/settings.ts';
import { createResponder, type ResponderTables } from '../../responder/index.ts';
import type { Engines } from '../app.ts';
import { isDatabaseAway } from '../runtime/database.ts';
import type { Actor, Kernel, Origin } from '../runtime/kernel.ts';
import { pause } from '../runtime/system-time.ts';
import { createTransact } from '../runtime/transact.ts';
import { loadOffices } from './offices.ts';
import { replayDemo, type Told } from './replay.ts';
import { loadStory } from './story.ts';

export interface Story {
  /** What the live sweep may touch now: the demonstration's clocks belong to the story until it is told. */
  liveOrigins(): readonly Origin[];
  /** True on a folder that has never held anything, or whose telling was interrupted. */
  isWanted(): Promise<boolean>;
  /** This folder shall stay empty, at later starts too. */
  decline(): Promise<void>;
  /** Resolves when told to the end or stopped. */
  tell(actorOf: (login: string) => Actor | null): Promise<Told>;
  stop(): Promise<void>;
}

const LIVE: readonly Origin[] = ['live', 'drill'];
const ALL: readonly Origin[] = ['live', 'demo', 'drill'];

/** The invented demonstration of an empty data folder. */
export function createStory(engines: Engines, settings: Settings): Story {
  const { db } = engines;
  const stopping = new AbortController();
  let state: 'unknown' | 'telling' | 'told' = 'unknown';
  let running: Promise<unknown> = Promise.resolve();
  return {
    // Unknown counts as telling: a restart must not sweep what an interrupted story still has to go through.
    liveOrigins: () => (state === 'told' ? ALL : LIVE),
    async isWanted() {
      const wanted = await hasStory(db);
      if (!wanted) state = 'told';
      return wanted;
    },
    async decline() {
      state = 'told';
      await sql`insert into platform_demo (ends_at, finished_at) values (${engines.kernel.time.now()}, ${engines.kernel.time.now()})
        on conflict do nothing`.execute(db);
    },
    tell(actorOf) {
      state = 'telling';
      const telling = untilTold(engines, settings, actorOf, stopping.signal).then((result) => {
        if (result.finished) state = 'told';
        return result;
      });
      running = telling.catch(() => undefined);
      return telling;
    },
    async stop() {
      stopping.abort(new Error('the program is stopping'));
      await running;
    },
  };
}

/** Accounts of the demonstration alone are no use of the folder: they are made just before the story begins, and a kill may fall between. */
async function hasStory(db: Kysely<never>): Promise<boolean> {
  const { rows } = await sql<{ wanted: boolean }>`
    select case
      when exists (select from platform_demo) then exists (select from platform_demo where finished_at is null)
      else not exists (select from ingest_mentions)
           and not exists (select from dashboard_users where origin <> 'demo') end as wanted`.execute(db);
  return rows[0]!.wanted;
}

const RETRY_MS = 2_000;
const TRIES = 30;

/** The database may go away in the middle: the story goes on from its position when it is back. */
async function untilTold(
  engines: Engines,
  settings: Settings,
  actorOf: (login: string) => Actor | null,
  signal: AbortSignal,
): Promise<Told> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await replayDemo({ ...cast(engines, settings), actorOf, signal });
    } catch (error) {
      if (signal.aborted || attempt >= TRIES || !isDatabaseAway(error)) throw error;
      await pause(RETRY_MS);
    }
  }
}

/** The responder's verbs and sweep on the story's clock. Its wake-ups are dropped: the story sweeps by itself. */
function cast({ db, kernel, wakeRelay }: Engines, settings: Settings) {
  let at = kernel.time.now();
  const storyTime = {
    now: () => at,
    sleep: kernel.time.sleep.bind(kernel.time),
    every: kernel.time.every.bind(kernel.time),
    set: (next: Date) => void (at = next),
  };
  const jobs = { ...silentJobs, define: () => undefined };
  const transact = createTransact(db, { time: storyTime, log: kernel.log, wakeRelay });
  const storyKernel = { ...kernel, jobs, time: storyTime, transact } as unknown as Kernel<ResponderTables>;
  const responder = createResponder({ kernel: storyKernel, settings, origins: () => ['demo'] });
  const { jurisdiction, configFolder } = settings;
  const told = { story: loadStory(configFolder), offices: loadOffices(configFolder) };
  return { db, kernel, responder, storyTime, jurisdiction, ...told };
}

const nothing = (): Promise<void> => Promise.resolve();
const silentJobs = {
  start: nothing,
  runAt: nothing,
  cancel: nothing,
  schedule: nothing,
  unschedule: nothing,
  close: nothing,
};
