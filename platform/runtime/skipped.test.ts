import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { adviceFor, listSkipped, noteSkipped, settleSkipped } from './skipped.ts';

const at = (time: string): Date => new Date(`2026-02-24T${time}:00+08:00`);
const gap = (topic: string, from: number, to: number, since: Date | null) => ({
  ...{ topic, partition: 2, from: BigInt(from), to: BigInt(to), since },
});

describe('what a group did not get', () => {
  let database: TestDatabase<unknown>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('is noted once, however often its batch comes', async () => {
    const skipped = gap('events.changed', 5, 25, at('08:00'));
    expect(await noteSkipped(database.db, 'responder', skipped, at('09:00'))).toBe(true);
    expect(await noteSkipped(database.db, 'responder', skipped, at('09:01'))).toBe(false);
    expect(await noteSkipped(database.db, 'dashboard', skipped, at('09:00'))).toBe(true);
    expect(await listSkipped(database.db)).toMatchObject([
      { group: 'responder', from: 5n, to: 25n, foundAt: at('09:00') },
      { group: 'dashboard', from: 5n, to: 25n },
    ]);
  });

  it('is settled for the group it was republished for, when all of it lies in the range', async () => {
    const settle = (since: string, until: string, group: string | null) =>
      settleSkipped(database.db, 'events.changed', group, { since: at(since), until: at(until) }, at('10:00'));
    expect(await settle('08:30', '09:30', 'responder')).toEqual({ settled: 0, open: 1 });
    expect(await settle('07:00', '08:30', 'responder')).toEqual({ settled: 0, open: 1 });
    expect(await settle('08:00', '09:00', 'responder')).toEqual({ settled: 1, open: 0 });
    expect(await settle('07:00', '09:30', null)).toEqual({ settled: 1, open: 0 });
    expect(await listSkipped(database.db)).toEqual([]);
  });

  it('comes with what to type', () => {
    const told = adviceFor('responder', gap('events.changed', 1, 2, at('08:00')));
    expect(told).toContain('huiying republish events --group responder --since 2026-02-24T07:00:00+08:00');
    expect(adviceFor('responder', gap('events.changed', 1, 2, null))).toContain('--since 该环节停止处理前的时刻');
  });
});
