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
  const due = byTime(options.kernel, async () => {
    const mine = { transact, time, books, staff, deadSources, origins: origins?.() ?? ALL_ORIGINS };
    const moments = await sweepAll(mine);
    wake(await nextMoment(db, mine.origins));
    return moments;
  });
  return async () => (await due()) ?? 0;
}

/** What is owed by law and by alarm first: a fault further down the list must never keep a deadline or a chain from being told. */
async function sweepAll(deps: ChainDeps & Pick<DutyDeps, 'deadSources'>): Promise<number> {
  const { fired } = await sweepDeadlines(deps);
  const chained = await sweepChains(deps);
  const reviewed = await sweepReviews(deps);
  await sweepTasks(deps);
  const letters = await sweepInquiries(deps);
  const late = await sweepReleases(deps);
  const sheets = await sweepHandovers(deps);
  const told = await sweepWording(deps);
  return fired + chained + reviewed + letters + late + sheets + told;
}

/** A hint only: the row holds the moment, the round finds it a second later if the hint is lost. */
export function hint({ jobs, log }: Pick<Kernel<ResponderTables>, 'jobs' | 'log'>): (next: Date | null) => void {
  return (next) => {
    if (next === null) return;
    const id = `due-${Math.ceil(next.getTime() / 1000)}`;
    jobs.runAt(SWEEP, id, next).catch((error: unknown) => log.debug({ err: error }, 'a wake-up hint was lost'));
  };
}
