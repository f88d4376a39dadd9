import type { Kysely } from 'kysely';
import type { Jobs } from '../ports/jobs.ts';
import type { Time } from '../ports/time.ts';
import { pruneInbox } from './inbox.ts';
import type { Logger } from './log.ts';

const JOB = 'platform.tidy';

/** Nightly clearing of what engines keep for themselves; retention of the rooms' own data is theirs. Call before jobs.start(). */
export function defineHousekeeping<T>({ db, jobs, time, log }: { db: Kysely<T>; jobs: Jobs; time: Time; log: Logger }) {
  jobs.define(JOB, async () => {
    const inbox = await pruneInbox(db, time.now());
    log.info({ inbox }, 'engines tidied');
  });
  return {
    /** Call after jobs.start(). */
    schedule: (): Promise<void> => jobs.schedule(JOB, 'nightly', { pattern: '30 3 * * *' }),
  };
}
