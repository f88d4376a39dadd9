import type { Kysely } from 'kysely';
import type { Jobs } from '../ports/jobs.ts';
import type { Time } from '../ports/time.ts';
import { sealAudit } from './audit.ts';
import { byTime } from './by-time.ts';
import { internationalSuite } from './crypto.ts';
import type { Kernel } from './kernel.ts';
import type { Logger } from './log.ts';
import { purge, type PurgeRule } from './retention.ts';
import { startRound, type Round } from './round.ts';

export interface HousekeepingDeps<T> extends Pick<Kernel<T>, 'mayActByTime'> {
  jobs: Jobs;
  db: Kysely<T>;
  time: Time;
  log: Logger;
  /** From every room: which of its rows are past keeping. */
  rules: PurgeRule[];
}

const SEAL = 'audit.seal';
const PURGE = 'retention.purge';
const SEAL_EVERY_MS = 1000;

/** Call before jobs.start(): purging every night at 03:20. */
export function defineHousekeeping<T>({ jobs, db, time, log, rules, mayActByTime }: HousekeepingDeps<T>): void {
  const deleteOld = byTime({ mayActByTime }, async () => {
    const deleted = await purge(db, rules, time.now());
    log.info({ deleted }, 'rows past keeping were deleted');
  });
  jobs.define(PURGE, async () => void (await deleteOld()));
}

/** Call after jobs.start(): the night's purge is planned, and the audit is sealed every second by whichever process comes first. */
export async function startHousekeeping<T>({
  jobs,
  db,
  time,
  log,
}: Omit<HousekeepingDeps<T>, 'rules' | 'mayActByTime'>): Promise<Round> {
  await jobs.schedule(PURGE, PURGE, { pattern: '20 3 * * *' });
  const work = (): Promise<number> => sealAudit(db, internationalSuite);
  return startRound({ time, log }, { name: SEAL, everyMs: SEAL_EVERY_MS, work });
}
