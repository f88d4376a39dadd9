import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import { internationalSuite } from './crypto.ts';
import { defineHousekeeping, startHousekeeping } from './housekeeping.ts';
import { verifyAudit } from './verify-audit.ts';

let house: TestKernel<unknown>;
let clockIsRight = true;
let stop: () => Promise<void>;
beforeAll(async () => {
  house = await testKernel({ now: new Date('2026-02-24T03:00:00+08:00') });
  const { jobs, db, time, log } = house.kernel;
  const rules = [{ table: 'notes', class: 'transient', ageColumn: 'at', days: 1 } as const];
  defineHousekeeping({ jobs, db, time, log, rules, clock: { isRight: () => Promise.resolve(clockIsRight) } });
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
  clockIsRight = false;
  await house.time.advance(24 * 3_600_000);
  expect(await left()).toBe(1);
  clockIsRight = true;
  await house.time.advance(24 * 3_600_000);
  expect(await left()).toBe(0);
});
