import type { Kysely } from 'kysely';
import type { Jobs } from '../ports/jobs.ts';
import type { Time } from '../ports/time.ts';
import { sealAudit } from './audit.ts';
import { internationalSuite } from './crypto.ts';
import type { Logger } from './log.ts';
import type { MachineClock } from './machine-clock.ts';
import { purge, type PurgeRule } from './retention.ts';
import { startRound, type Round } from './round.ts';

export interface HousekeepingDeps<T> {
  jobs: Jobs;
  db: Kysely<T>;
  time: Time;
  log: Logger;
  /** From every room: which of its rows are past keeping. */
  rules: PurgeRule[];
  /** On a machine whose clock is wrong nothing is deleted: no later night could bring it back. Default: the clock is right. */
  clock?: Pick<MachineClock, 'isRight'>;
}

const SEAL = 'audit.seal';
const PURGE = 'retention.purge';
const SEAL_EVERY_MS = 1000;

/** Call before jobs.start(): purging every night at 03:20. */
export function defineHousekeeping<T>({ jobs, db, time, log, rules, clock }: HousekeepingDeps<T>): void {
  jobs.define(PURGE, async () => {
    if (clock && !(await clock.isRight())) return; // the clock itself has said so in the log
    const deleted = await purge(db, rules, time.now());
    log.info({ deleted }, 'rows past keeping were deleted');
  });
}

/** Call after jobs.start(): the night's purge is planned, and the audit is sealed every second by whichever process comes first. */
export async function startHousekeeping<T>({
  jobs,
  db,
  time,
  log,
}: Omit<HousekeepingDeps<T>, 'rules' | 'clock'>): Promise<Round> {
  await jobs.schedule(PURGE, PURGE, { pattern: '20 3 * * *' });
  const work = (): Promise<number> => sealAudit(db, internationalSuite);
  return startRound({ time, log }, { name: SEAL, everyMs: SEAL_EVERY_MS, work });
}
