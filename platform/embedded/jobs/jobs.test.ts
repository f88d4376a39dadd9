import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobsContract } from '../../ports/jobs.contract.ts';
import type { Jobs } from '../../ports/jobs.ts';
import { fromLocal, toLocalIso } from '../../runtime/local-time.ts';
import { silentLog } from '../../runtime/log.ts';
import { createSimulatedJobs } from '../../runtime/simulated-jobs.ts';
import { createSimulatedTime } from '../../runtime/simulated-time.ts';
import { systemTime } from '../../runtime/system-time.ts';
import { testDatabase, type TestDatabase } from '../../../tests/harness/database.ts';
import { createBullJobs } from '../../runtime/bull-jobs.ts';
import { migrateJobs, postgresJobsBackend } from './postgres-backend.ts';

const within = { timeout: 20_000, interval: 20 };
const openOn = (database: TestDatabase<unknown>): Jobs =>
  createBullJobs(postgresJobsBackend(database.appConfig), { time: systemTime, log: silentLog, reconcileMs: 200 });

jobsContract('simulated', async () => {
  const time = createSimulatedTime(fromLocal('2026-02-24', '09:00'));
  return {
    time,
    open: async () => createSimulatedJobs(time, silentLog),
    pass: (ms) => time.advance(ms),
    close: async () => undefined,
  };
});

jobsContract('BullMQ on PostgreSQL', async () => {
  const database = await testDatabase();
  await migrateJobs(database.ownerConfig, database.appConfig.user!);
  return {
    time: systemTime,
    open: async () => openOn(database),
    pass: (ms) => systemTime.sleep(ms),
    close: () => database.drop(),
  };
});

describe('simulated jobs', () => {
  it('follow a cron pattern in Shanghai time', async () => {
    const time = createSimulatedTime(fromLocal('2026-02-24', '09:00'));
    const jobs = createSimulatedJobs(time, silentLog);
    const seen: string[] = [];
    jobs.define('digest', async () => void seen.push(toLocalIso(time.now())));
    await jobs.start();
    await jobs.schedule('digest', 'daily', { pattern: '30 8 * * *' });
    await time.advance(2 * 86_400_000);
    expect(seen).toEqual(['2026-02-25T08:30:00+08:00', '2026-02-26T08:30:00+08:00']);
    await jobs.unschedule('digest', 'daily');
    await time.advance(2 * 86_400_000);
    expect(seen).toHaveLength(2);
    await jobs.close();
  });
});

describe('BullMQ on PostgreSQL', () => {
  let database: TestDatabase<unknown>;
  const asOwner = async (sql: string, values: unknown[] = []): Promise<void> => {
    const owner = new Client(database.ownerConfig);
    await owner.connect();
    await owner.query(sql, values);
    await owner.end();
  };
  beforeAll(async () => {
    database = await testDatabase();
    await migrateJobs(database.ownerConfig, database.appConfig.user!);
    await migrateJobs(database.ownerConfig, database.appConfig.user!); // a second process starting
  });
  afterAll(() => database.drop());

  it('keeps jobs over a restart', async () => {
    const before = openOn(database);
    await before.runAt('wake', 'a', new Date(Date.now() + 300), 'kept');
    await before.close();
    const ran: unknown[] = [];
    const after = openOn(database);
    after.define('wake', async (data) => void ran.push(data));
    await after.start();
    await expect.poll(() => ran, within).toEqual(['kept']);
    await after.close();
  });

  it('goes on by itself after its connections were cut', async () => {
    const ran: unknown[] = [];
    const jobs = openOn(database);
    jobs.define('cut', async (data) => void ran.push(data));
    await jobs.start();
    await jobs.runAt('cut', 'before', new Date(), 1);
    await expect.poll(() => ran, within).toEqual([1]);
    await asOwner(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = $1',
      [database.appConfig.user],
    );
    await expect
      .poll(
        () =>
          jobs.runAt('cut', 'after', new Date(), 2).then(
            () => true,
            () => false,
          ),
        within,
      )
      .toBe(true);
    // A job whose end could not be written down any more runs once more.
    await expect.poll(() => new Set(ran), within).toEqual(new Set([1, 2]));
    await jobs.close();
  });

  it('does not bring back a schedule that is taken off while lost ones are looked for', async () => {
    const ran: unknown[] = [];
    const at = { time: systemTime, log: silentLog, reconcileMs: 1 };
    const jobs = createBullJobs(postgresJobsBackend(database.appConfig), at);
    jobs.define('off', async (data) => void ran.push(data));
    await jobs.start();
    for (let round = 0; round < 60; round++) {
      await jobs.schedule('off', `sweep-${round}`, { everyMs: 50 }, round);
      await systemTime.sleep(1);
      await jobs.unschedule('off', `sweep-${round}`);
    }
    // The last runs may be under way; a schedule that came back would never end.
    await expect
      .poll(async () => {
        ran.length = 0;
        await systemTime.sleep(300);
        return ran;
      }, within)
      .toEqual([]);
    await jobs.close();
  });

  it('makes a schedule again that got lost', async () => {
    const ran: unknown[] = [];
    const jobs = openOn(database);
    jobs.define('lost', async (data) => void ran.push(data));
    await jobs.start();
    await jobs.schedule('lost', 'sweep', { everyMs: 100 }, 'tick');
    const other = openOn(database);
    await other.unschedule('lost', 'sweep');
    await other.close();
    const before = ran.length;
    await expect.poll(() => ran.length, within).toBeGreaterThan(before + 3);
    await jobs.close();
  });
});
