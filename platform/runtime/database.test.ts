import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { checkDatabase, isDatabaseAway, openDatabase } from './database.ts';

let database: TestDatabase<unknown>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe('a database connection', () => {
  it('gives bigint as number, timestamptz as Date, date as a plain day', async () => {
    const { rows } = await sql`
      select 9007199254740991::bigint as big, '2026-02-24T17:30:00+08:00'::timestamptz as at, date '2026-02-24' as day
    `.execute(database.db);
    expect(rows[0]).toEqual({ big: 9007199254740991, at: new Date('2026-02-24T09:30:00Z'), day: '2026-02-24' });
  });

  it('refuses to round a bigint that a number cannot hold', async () => {
    await expect(sql`select 9007199254740993::bigint`.execute(database.db)).rejects.toThrow(/exact range/);
  });

  it('cancels a statement that runs too long', async () => {
    const impatient = openDatabase(database.appConfig, { statementTimeoutMs: 50, max: 1 });
    await expect(sql`select pg_sleep(5)`.execute(impatient)).rejects.toMatchObject({ code: '57014' });
    await impatient.destroy();
  });

  it('works again after its sessions were ended', async () => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.db);
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(database.ownerDb);
    await expect
      .poll(() =>
        sql`select 1 as one`.execute(database.db).then(
          (result) => result.rows,
          () => [],
        ),
      )
      .toEqual([{ one: 1 }]);
  });
});

describe('a transaction whose connection is cut between two statements', () => {
  it('rejects and leaves the process and the pool in order', async () => {
    const work = database.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await sql`select pg_terminate_backend(${rows[0]!.pid}, 5000)`.execute(database.ownerDb);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await sql`select 1`.execute(tx);
    });
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect(isDatabaseAway(error)).toBe(true);
    expect((await sql`select 1 as one`.execute(database.db)).rows).toEqual([{ one: 1 }]);
  });
});

describe('a database that is away', () => {
  it('is told from a wrong statement', async () => {
    const nowhere = openDatabase({ host: '/nowhere', user: 'x', database: 'x' });
    const away = await sql`select 1`.execute(nowhere).catch((error: unknown) => error);
    const wrong = await sql`select nonsense`.execute(database.db).catch((error: unknown) => error);
    expect([isDatabaseAway(away), isDatabaseAway(wrong)]).toEqual([true, false]);
    await nowhere.destroy();
  });

  it('is reported without the password, saying what to do', async () => {
    const url = 'postgres://someone:secret@127.0.0.1:1/huiying';
    const error = await checkDatabase({ connectionString: url }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).toContain('127.0.0.1:1/huiying');
    expect(String(error)).not.toContain('secret');
  });

  it('is told from one that refuses us', async () => {
    const config: pg.PoolConfig = { ...database.appConfig, password: 'wrong' };
    await expect(checkDatabase(config)).rejects.toMatchObject({ code: 'misconfigured' });
  });
});
