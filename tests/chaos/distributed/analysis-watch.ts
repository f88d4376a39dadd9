import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from './cluster.ts';

/** Looks all the time at how far the analysis has got. */
export interface AnalysisWatch {
  /** Revisions of posts with a committed analysis so far. */
  handled(): number;
  /** Begins to measure anew. @returns the longest time, since the call before, without a committed analysis while a post waited for one. */
  longestPauseMs(): number;
  stop(): Promise<void>;
}

const LOOK_MS = 100;

export function watchAnalysis(db: Db): AnalysisWatch {
  const standstill = createStandstill();
  let handled = 0;
  let stopped = false;
  const watch = async (): Promise<void> => {
    for (; !stopped; await pause(LOOK_MS)) {
      // Of one snapshot, so that what was committed in between counts in both or in neither.
      const { rows } = await sql<{ stored: number; done: number }>`
        select (select coalesce(sum(revision), 0)::int from ingest_mentions) as stored,
          (select coalesce(sum(revision), 0)::int from analyzer_mentions) as done`.execute(db);
      handled = rows[0]!.done;
      standstill.look(performance.now(), rows[0]!);
    }
  };
  const watching = watch();
  watching.catch(() => undefined); // told by stop()
  return {
    handled: () => handled,
    longestPauseMs: () => standstill.take(performance.now()),
    async stop() {
      stopped = true;
      await watching;
    },
  };
}

export interface Standstill {
  look(at: number, seen: { stored: number; done: number }): void;
  /** One that still lasts counts up to now, and on from its beginning. */
  take(at: number): number;
}

/** Time without progress counts only while something waits: from the last progress, or from when there was something to do again. */
export function createStandstill(): Standstill {
  let since: number | null = null;
  let last = 0;
  let longest = 0;
  return {
    look(at, { stored, done }) {
      if (since !== null) longest = Math.max(longest, at - since);
      if (done >= stored) since = null;
      else if (since === null || done !== last) since = at;
      last = done;
    },
    take(at) {
      const most = Math.max(longest, since === null ? 0 : at - since);
      longest = 0;
      return Math.round(most);
    },
  };
}
