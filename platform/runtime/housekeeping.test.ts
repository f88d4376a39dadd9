import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import { internationalSuite } from './crypto.ts';
import { defineHousekeeping, startHousekeeping } from './housekeeping.ts';
import { uuidv7 } from './ids.ts';
import { claimUnseen } from './inbox.ts';
import { verifyAudit } from './verify-audit.ts';

let house: TestKernel<unknown>;
/** So far this machine runs ahead of the database. */
let aheadMs = 0;
let stop: () => Promise<void>;
beforeAll(async () => {
  house = await testKernel({ now: new Date('2026-02-24T03:00:00+08:00'), aheadMs: () => aheadMs });
  const { jobs, db, time, log } = house.kernel;
  const rules = [{ table: 'notes', class: 'transient', ageColumn: 'at', days: 1 } as const];
  defineHousekeeping({ ...house.kernel, rules });
  await jobs.start();
  const round = await startHousekeeping({ jobs, db, time, log });
  stop = () => round.stop();
  await sql
    .raw(
      `create table notes (at timestamptz); comment on table notes is 'retention: transient; test';
       insert into notes values ('2026-02-22 09:00+08'), ('2026-02-23 09:00+08');
       grant all on notes to ${house.database.appConfig.user!}`,
    )
    .execute(house.database.ownerDb);
});
afterAll(async () => {
  await stop();
  await house.close();
});

it('an act is sealed within a few seconds', async () => {
  await house.kernel.transact(async (unit) =>
    unit.audit({
      actor: { id: 'system', name: 'test', unitId: null, roles: [] },
      ...{ action: 'a.b', subject: { kind: 'k', id: '1' }, detail: {} },
    }),
  );
  await house.time.advance(3000);
  expect(await verifyAudit(house.kernel.db, internationalSuite)).toMatchObject({ ok: true, sealed: 1, unsealed: 0 });
});

const left = async (): Promise<number> =>
  (await sql<{ n: number }>`select count(*) as n from notes`.execute(house.kernel.db)).rows[0]!.n;

it('what is past keeping goes at night, not before', async () => {
  await house.time.advance(15 * 60_000);
  expect(await left()).toBe(2);
  await house.time.advance(10 * 60_000);
  expect(await left()).toBe(1);
});

it('nothing goes by a clock that is wrong; the first night it is right again does it', async () => {
  aheadMs = 30 * 24 * 3_600_000;
  await house.time.advance(24 * 3_600_000);
  expect(await left()).toBe(1);
  aheadMs = 0;
  await house.time.advance(24 * 3_600_000);
  expect(await left()).toBe(0);
});

it('handled messages are not forgotten by a clock that is wrong', async () => {
  const { jobs, db, transact, time } = house.kernel;
  const old = uuidv7(new Date(time.now().getTime() - 60 * 24 * 3_600_000));
  const isKnown = (): Promise<boolean> => transact(async ({ tx }) => (await claimUnseen(tx, 'g', [old])).size === 0);
  await transact(({ tx }) => claimUnseen(tx, 'g', [old]));
  const prune = async (id: string): Promise<void> => {
    await jobs.runAt('inbox.prune', id, time.now());
    await house.time.advance(0);
  };
  aheadMs = 30 * 24 * 3_600_000;
  await prune('wrong');
  expect(await isKnown()).toBe(true);
  aheadMs = 0;
  await prune('right');
  expect((await sql`select from platform_inbox`.execute(db)).rows).toHaveLength(0);
});
