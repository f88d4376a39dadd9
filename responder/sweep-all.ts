import type { Kernel } from '../platform/runtime/kernel.ts';
import { byTime } from '../platform/runtime/by-time.ts';
import { sweepTasks } from './consultations/sweep-tasks.ts';
import { sweepInquiries } from './inquiries/sweep-inquiries.ts';
import type { DutyDeps } from './duty/duty-deps.ts';
import { rosterStaff } from './duty/roster-staff.ts';
import { sweepHandovers } from './duty/sweep-handovers.ts';
import { sweepReviews } from './deadlines/review-times.ts';
import { ALL_ORIGINS, nextMoment, sweepDeadlines } from './deadlines/sweep.ts';
import { EVERYBODY, sweepChains, type ChainDeps } from './escalation/sweep-chains.ts';
import { recallEarly } from './recall/recall-early.ts';
import { TOLERANCE_MS } from './recall/recall-rows.ts';
import { sweepReleases } from './releases/sweep-releases.ts';
import type { ResponderTables } from './tables.ts';
import type { VerbDeps } from './tickets/act.ts';
import { sweepWording } from './wording/sweep-due.ts';
import type { ResponderOptions } from './responder.ts';

/** Nothing is known of the sources. */
export const NO_SOURCES = (): Promise<string[]> => Promise.resolve([]);

/** The round, and the job that wakes it early. */
export const SWEEP = 'responder.sweep';

/** One sweep of what is due, and a hint when the next one is; on a machine with a wrong clock nothing comes out, nothing is lost. */
export function sweeper(options: ResponderOptions, { books, wake }: VerbDeps): () => Promise<number> {
  const { db, transact, time } = options.kernel;
  const { origins, deadSources = NO_SOURCES } = options;
  const staff = rosterStaff({ db, time, units: books.units }, options.staff ?? EVERYBODY);
  // Before the first sweep nobody knows what the clock was while the last process ran.
  let swept = new Date(8.64e15);
  const due = byTime(options.kernel, async () => {
    const mine = { transact, time, books, staff, deadSources, origins: origins?.() ?? ALL_ORIGINS };
    const isBack = time.now().getTime() < swept.getTime() - TOLERANCE_MS;
    swept = time.now();
    if (isBack) await recallEarly(mine);
    const moments = await sweepAll(mine);
    wake(await nextMoment(db, mine.origins));
    return moments;
  });
  return async () => (await due()) ?? 0;
}

/** What is owed by law and by alarm first. A fault in one part keeps no other from being told; the first is thrown when all had their turn. */
async function sweepAll(deps: ChainDeps & Pick<DutyDeps, 'deadSources'>): Promise<number> {
  const parts: (() => Promise<number | void>)[] = [
    async () => (await sweepDeadlines(deps)).fired,
    () => sweepChains(deps),
    () => sweepReviews(deps),
    () => sweepTasks(deps),
    () => sweepInquiries(deps),
    () => sweepReleases(deps),
    () => sweepHandovers(deps),
    () => sweepWording(deps),
  ];
  const faults: unknown[] = [];
  let told = 0;
  for (const part of parts)
    await part().then(
      (count) => (told += count ?? 0),
      (error: unknown) => faults.push(error),
    );
  if (faults.length > 0) throw faults[0];
  return told;
}

/** A hint only: the row holds the moment, the round finds it a second later if the hint is lost. */
export function hint({ jobs, log }: Pick<Kernel<ResponderTables>, 'jobs' | 'log'>): (next: Date | null) => void {
  return (next) => {
    if (next === null) return;
    const id = `due-${Math.ceil(next.getTime() / 1000)}`;
    jobs.runAt(SWEEP, id, next).catch((error: unknown) => log.debug({ err: error }, 'a wake-up hint was lost'));
  };
}
