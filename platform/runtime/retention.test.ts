import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { describeRetention, keepDays, purge, type PurgeRule } from './retention.ts';

const NOW = new Date('2026-11-01T00:00:00+08:00');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

describe('days asked for stay inside the bounds of the class', () => {
  it.each([
    ['log', 30, 180],
    ['log', 365, 365],
    ['mention', 7, 30],
    ['mention', 60, 60],
    ['mention', 365, 90],
    ['transient', 1, 1],
  ] as const)('%s: %i → %i', (kind, days, kept) => {
    expect(keepDays({ class: kind, days })).toBe(kept);
  });
});

describe('in a database', () => {
  let database: TestDatabase<unknown>;
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.drop());

  describe('every table', () => {
    it('of the shipped schema names its class', async () => {
      const tables = await describeRetention(database.ownerDb);
      expect(tables).toContainEqual({
        table: 'audit_seals',
        class: 'record',
        holds: 'hash chain over the audit entries',
      });
    });

    it.each([
      ['without a comment', ''],
      ['of an unknown class', `comment on table stray is 'retention: forever; x'`],
      ['that does not say what it holds', `comment on table stray is 'retention: log'`],
    ])('%s is named', async (_name, comment) => {
      await sql`create table stray (id int)`.execute(database.ownerDb);
      if (comment) await sql.raw(comment).execute(database.ownerDb);
      await expect(describeRetention(database.ownerDb)).rejects.toThrow(/stray/);
    });
  });

  describe('purging', () => {
    const rule: PurgeRule = { table: 'notes', class: 'mention', ageColumn: 'at', days: 60, onlyIf: 'level = 0' };

    beforeEach(async () => {
      await sql
        .raw(
          `create table notes (id int generated always as identity, at timestamptz, level int);
      comment on table notes is 'retention: mention; test';
      grant all on notes to ${database.appConfig.user!}`,
        )
        .execute(database.ownerDb);
    });
    const add = (days: number, level: number, count = 1) =>
      sql`insert into notes (at, level) select ${daysAgo(days)}::timestamptz, ${level}::int
      from generate_series(1, ${count})`.execute(database.db);
    const left = async () =>
      (
        await sql<{
          level: number;
          n: number;
        }>`select level, count(*) as n from notes group by level order by level`.execute(database.db)
      ).rows;

    it('takes the old ones that the condition names, in batches, and leaves the rest', async () => {
      await add(61, 0, 25);
      await add(61, 1, 3);
      await add(59, 0, 2);
      expect(await purge(database.db, [rule], NOW, 10)).toEqual({ notes: 25 });
      expect(await left()).toEqual([
        { level: 0, n: 2 },
        { level: 1, n: 3 },
      ]);
      expect(await purge(database.db, [rule], NOW)).toEqual({ notes: 0 });
    });

    it('never deletes earlier than the class allows', async () => {
      await add(29, 0);
      expect(await purge(database.db, [{ ...rule, days: 1 }], NOW)).toEqual({ notes: 0 });
    });

    it('refuses a rule whose class is not the table’s: nothing is deleted', async () => {
      await add(400, 0);
      const mislabelled: PurgeRule = { ...rule, class: 'transient' };
      const records: PurgeRule = { table: 'audit_entries', class: 'log', ageColumn: 'at', days: 1 };
      await expect(purge(database.db, [rule, mislabelled], NOW)).rejects.toMatchObject({ code: 'misconfigured' });
      await expect(purge(database.db, [rule, records], NOW)).rejects.toThrow(/audit_entries/);
      expect(await left()).toEqual([{ level: 0, n: 1 }]);
    });
  });
});
