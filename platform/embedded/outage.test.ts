import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openPool } from '../runtime/database.ts';
import { createKeys } from '../runtime/keys.ts';
import { createLifecycle } from '../runtime/lifecycle.ts';
import { silentLog } from '../runtime/log.ts';
import { migrate } from '../runtime/migrate.ts';
import { openKernel } from '../runtime/open-kernel.ts';
import { clientsOf, guardCheckedOut } from '../runtime/pg-session.ts';
import { systemTime } from '../runtime/system-time.ts';
import { createPostgresBus } from './bus/postgres-bus.ts';
import { createBullJobs } from '../runtime/bull-jobs.ts';
import { migrateJobsOn, postgresJobsBackend } from './jobs/postgres-backend.ts';
import { startEmbeddedPostgres } from './postgres/start.ts';

const within = { timeout: 25_000, interval: 50 };
const schema = z.object({ n: z.number() });

describe('the whole kernel while its database is away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-outage-'));
  const start = () => startEmbeddedPostgres({ dataFolder: folder, log: silentLog, settings: { fsync: 'off' } });
  let server: Awaited<ReturnType<typeof start>>;
  const lifecycle = createLifecycle(silentLog);
  beforeAll(async () => {
    chmodSync(folder, 0o711); // the server's own account has to pass
    server = await start();
    await migrate(server.ownerConfig, { appRole: server.appConfig.user!, after: migrateJobsOn });
  });
  afterAll(async () => {
    await lifecycle.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('stays alive, loses nothing and goes on by itself: outbox, bus, consumers, jobs', async () => {
    const { appConfig } = server;
    const pool = guardCheckedOut(openPool(appConfig));
    lifecycle.onStop('pool', () => pool.end());
    const [time, log, newClient] = [systemTime, silentLog, clientsOf(appConfig, 'outage test')];
    const bus = createPostgresBus({ pool, newClient, time, log });
    const { kernel, begin } = openKernel(
      {
        ...{ pool, newClient, time, log, bus, metrics: new Registry(), keys: createKeys(Buffer.alloc(32, 7)) },
        db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
        jobs: createBullJobs(postgresJobsBackend(appConfig), { time, log }),
      },
      lifecycle,
    );
    const [got, rings, acknowledged]: [Set<number>, unknown[], number[]] = [new Set(), [], []];
    kernel.jobs.define('ring', async (data) => void rings.push(data));
    await begin();
    await kernel.consume({
      group: 'g',
      topic: 'events.changed',
      schema,
      handle: async (messages) => {
        await kernel.transact(async (unit) => void (await sql`select 1`.execute(unit.tx)));
        for (const { payload } of messages) got.add(payload.n);
      },
    });
    let n = 0;
    const emit = async (): Promise<boolean> => {
      const mine = n++;
      try {
        const message = {
          topic: 'events.changed',
          type: 't',
          version: 1,
          key: `k${mine}`,
          payload: { n: mine },
        } as const;
        await kernel.transact(async (unit) => unit.emit(message));
        acknowledged.push(mine);
        return true;
      } catch {
        return false; // refused, so not promised
      }
    };
    await kernel.jobs.runAt('ring', 'later', new Date(Date.now() + 2_000), 'rang');
    for (let i = 0; i < 20; i++) await emit();
    await server.stop();
    expect(await emit()).toBe(false);
    await expect(bus.ping()).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    server = await start();
    await expect.poll(emit, within).toBe(true);
    for (let i = 0; i < 20; i++) await emit();
    await expect.poll(() => acknowledged.filter((mine) => !got.has(mine)), within).toEqual([]);
    await expect.poll(() => rings, within).toEqual(['rang']);
  });
});
