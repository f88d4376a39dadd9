import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { adviceFor, listSkipped, noteSkipped, settleSkipped } from './skipped.ts';

const at = (time: string, day = 24): Date => new Date(`2026-02-${day}T${time}:00+08:00`);
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

  it('is noted again when a topic made anew loses messages at the same offsets, and of those nobody knows the number', async () => {
    const topic = 'tickets.changed';
    const lost = (since: string) => ({ ...gap(topic, 5, 6, at(since)), to: null });
    expect(await noteSkipped(database.db, 'dashboard', lost('06:00'), at('06:30'))).toBe(true);
    expect(await noteSkipped(database.db, 'dashboard', lost('06:00'), at('06:31'))).toBe(false);
    const all = { since: new Date(0), until: at('06:40') };
    expect(await settleSkipped(database.db, topic, null, all, at('06:40'))).toEqual({ settled: 1, open: 0 });
    expect(await noteSkipped(database.db, 'dashboard', lost('07:00'), at('07:30'))).toBe(true);
    expect((await listSkipped(database.db)).at(-1)).toMatchObject({ from: 5n, to: null, since: at('07:00') });
    await settleSkipped(database.db, topic, null, { since: new Date(0), until: at('08:00') }, at('08:00'));
  });

  it('is settled for the group it was republished for, when all of it lies in the range with a day for what waited in the outbox', async () => {
    const settle = (since: string, until: string, group: string | null) =>
      settleSkipped(database.db, 'events.changed', group, { since: at(since, 23), until: at(until) }, at('10:00'));
    expect(await settle('08:30', '09:30', 'responder')).toEqual({ settled: 0, open: 1 });
    expect(await settle('07:00', '08:30', 'responder')).toEqual({ settled: 0, open: 1 });
    expect(await settle('08:00', '09:00', 'responder')).toEqual({ settled: 1, open: 0 });
    expect(await settle('07:00', '09:30', null)).toEqual({ settled: 1, open: 0 });
    expect(await listSkipped(database.db)).toEqual([]);
  });

  it('is settled by all of time only, when nobody knows where it began', async () => {
    await noteSkipped(database.db, 'responder', gap('warnings.raised', 5, 25, null), at('09:00'));
    const settle = (since: Date) =>
      settleSkipped(database.db, 'warnings.raised', null, { since, until: at('10:00') }, at('10:00'));
    expect(await settle(at('08:59'))).toEqual({ settled: 0, open: 1 });
    expect(await settle(at('08:59', 10))).toEqual({ settled: 0, open: 1 });
    expect(await settle(new Date(0))).toEqual({ settled: 1, open: 0 });
  });

  it('comes with what to type', () => {
    const told = adviceFor('responder', gap('events.changed', 1, 2, at('08:00')));
    expect(told).toContain('huiying republish events --group responder --since 2026-02-23T08:00:00+08:00');
    expect(adviceFor('responder', gap('events.changed', 1, 2, null))).toContain('--group responder --all ');
  });
});
