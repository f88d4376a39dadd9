import type { Kysely } from 'kysely';
import type { Jobs } from '../ports/jobs.ts';
import type { Time } from '../ports/time.ts';
import { sealAudit } from './audit.ts';
import { internationalSuite } from './crypto.ts';
import type { Logger } from './log.ts';
import { purge, type PurgeRule } from './retention.ts';

export interface HousekeepingDeps<T> {
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

/** Call before jobs.start(): sealing the audit every second, purging every night at 03:20. */
export function defineHousekeeping<T>({ jobs, db, time, log, rules }: HousekeepingDeps<T>): void {
  jobs.define(SEAL, async () => void (await sealAudit(db, internationalSuite)), { attempts: 1 });
  jobs.define(PURGE, async () => {
    const deleted = await purge(db, rules, time.now());
    log.info({ deleted }, 'rows past keeping were deleted');
  });
}

/** Call after jobs.start(). Idempotent. */
export async function scheduleHousekeeping(jobs: Jobs): Promise<void> {
  await jobs.schedule(SEAL, SEAL, { everyMs: SEAL_EVERY_MS });
  await jobs.schedule(PURGE, PURGE, { pattern: '20 3 * * *' });
}
