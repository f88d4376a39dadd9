import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { silentLog } from '../../platform/runtime/log.ts';
import { systemTime } from '../../platform/runtime/system-time.ts';
import { createTransact } from '../../platform/runtime/transact.ts';
import { benchEvent } from '../../responder/deadlines/bench-event.ts';
import { sweepDeadlines } from '../../responder/deadlines/sweep.ts';
import { takeEvent } from '../../responder/events/take-event.ts';
import { loadResponderBooks, type ResponderTables } from '../../responder/index.ts';
import { testDatabase, type TestDatabase } from '../harness/database.ts';

const BEGUN = new Date('2026-03-02T09:00:00+08:00');
const HOUR_MS = 3_600_000;

let database: TestDatabase<ResponderTables>;
beforeAll(async () => {
  database = await testDatabase<ResponderTables>();
});
afterAll(() => database.drop());

describe('after a stop of 72 hours', () => {
  it('every clock comes out once, in two lanes of small batches, clocks of one ticket among them', async () => {
    const { db } = database;
    const books = loadResponderBooks(shippedConfigFolder());
    let at = BEGUN;
    const time = { ...systemTime, now: () => at };
    const transact = createTransact(db, { time, log: silentLog, wakeRelay: () => undefined });
    for (let index = 0; index < 8; index += 1) await transact((unit) => takeEvent(unit, benchEvent(at), books));
    const running = await db.selectFrom('responder_clocks').select('id').where('state', '=', 'running').execute();
    at = new Date(BEGUN.getTime() + 72 * HOUR_MS);

    const first = await sweepDeadlines({ transact, time, books }, 3);
    const again = await sweepDeadlines({ transact, time, books }, 3);

    expect(running.length).toBeGreaterThan(30);
    expect(first.fired).toBeGreaterThan(running.length);
    expect(again.fired).toBe(0);
    const { rows } = await sql<{ times: number; early: number }>`
      select count(*) as times, count(*) filter (where fired_at < planned_at) as early
      from responder_clock_firings where point = 'due' group by clock_id`.execute(db);
    expect(rows).toHaveLength(running.length);
    expect(rows.filter(({ times, early }) => times !== 1 || early !== 0)).toEqual([]);
  });

  it('what came out stands in the files: an entry for each moment that rang, revision after revision, and somebody was told', async () => {
    const { rows } = await sql<{ unwritten: number; gaps: number; untold: number }>`
      select
        (select count(*) from responder_clock_firings f where not f.silent and not exists (
          select from responder_timeline e where e.ticket_id = f.ticket_id and e.payload ->> 'clockId' = f.clock_id::text
            and e.payload ->> 'point' = f.point and (e.payload ->> 'plannedAt')::timestamptz = f.planned_at)) as unwritten,
        (select count(*) from responder_tickets t where t.revision <> (
          select count(*) from responder_timeline e where e.ticket_id = t.id)) as gaps,
        (select count(*) from responder_clock_firings f where f.point like 'due%' and not exists (
          select from responder_notifications n where n.clock_id = f.clock_id)) as untold`.execute(database.db);
    expect(rows).toEqual([{ unwritten: 0, gaps: 0, untold: 0 }]);
  });

  it('a clock that cannot be fired holds no other up, and is named when the others have come out', async () => {
    const { db } = database;
    const books = loadResponderBooks(shippedConfigFolder());
    let at = new Date(BEGUN.getTime() + 100 * HOUR_MS);
    const time = { ...systemTime, now: () => at };
    const transact = createTransact(db, { time, log: silentLog, wakeRelay: () => undefined });
    for (let index = 0; index < 4; index += 1) await transact((unit) => takeEvent(unit, benchEvent(at), books));
    const soon = await db.selectFrom('responder_clocks').select('id').where('state', '=', 'running').execute();
    const broken = soon[0]!.id;
    // The most overdue of all, with moments nobody can read.
    await sql`update responder_clocks set points = '{}', next_fire_at = ${BEGUN} where id = ${broken}`.execute(db);
    at = new Date(at.getTime() + 72 * HOUR_MS);

    await expect(sweepDeadlines({ transact, time, books }, 5)).rejects.toThrow(`clock ${broken} cannot be fired`);
    await expect(sweepDeadlines({ transact, time, books }, 5)).rejects.toThrow('1 in all');

    const { rows } = await sql<{ clock_id: string }>`
      select clock_id from responder_clock_firings where point = 'due' and clock_id = any(${soon.map(({ id }) => id)})`.execute(
      db,
    );
    expect(new Set(rows.map((row) => row.clock_id))).toEqual(new Set(soon.slice(1).map(({ id }) => id)));
    expect(rows).toHaveLength(soon.length - 1);
  });
});
