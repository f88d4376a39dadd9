import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../ports/event-bus.ts';
import { testDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { openPool } from './database.ts';
import { claimUnseen, pruneInbox } from './inbox.ts';
import { uuidv7 } from './ids.ts';
import type { Transact } from './kernel.ts';
import { silentLog } from './log.ts';
import { createOutboxRelay, type OutboxRelay } from './outbox-relay.ts';
import { createSimulatedTime } from './simulated-time.ts';
import { createTransact } from './transact.ts';

interface Tables {
  accounts: { id: number; balance: number };
}
const within = { timeout: 15_000, interval: 10 };
const time = createSimulatedTime(new Date('2026-02-24T09:00:00+08:00'));

let database: TestDatabase<Tables>;
let pool: ReturnType<typeof openPool>;
let woken: () => void = () => undefined;
let transact: Transact<Tables>;
beforeAll(async () => {
  database = await testDatabase<Tables>();
  pool = openPool(database.appConfig);
  await sql`create table accounts (id int primary key, balance int not null)`.execute(database.ownerDb);
  await sql`grant all on accounts to public`.execute(database.ownerDb);
  await sql`insert into accounts values (1, 0), (2, 0)`.execute(database.ownerDb);
  transact = createTransact(database.db, { time, log: silentLog, wakeRelay: () => woken() });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  woken = () => undefined;
  await sql`delete from platform_outbox`.execute(database.db);
});

const emit = (n: number, key = 'k'): Promise<void> =>
  transact(async (unit) => unit.emit({ topic: 'events.changed', type: 'n', version: 1, key, payload: n }));
const waiting = async (): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from platform_outbox`.execute(database.db);
  return rows[0]!.n;
};

describe('a transaction of the house', () => {
  it('writes message and state together, or neither', async () => {
    const fail = transact(async (unit) => {
      await unit.tx.updateTable('accounts').set({ balance: 99 }).where('id', '=', 1).execute();
      unit.emit({ topic: 'events.changed', type: 'n', version: 1, key: 'k', payload: 1 });
      throw new Error('on second thoughts');
    });
    await expect(fail).rejects.toThrow('on second thoughts');
    expect(await waiting()).toBe(0);
    const row = await database.db.selectFrom('accounts').selectAll().where('id', '=', 1).executeTakeFirstOrThrow();
    expect(row.balance).toBe(0);
  });

  it('seals a message with the instant of the work, its trace and a real-time id', async () => {
    const story = new Date('2025-12-31T16:00:00+08:00');
    await transact(
      async (unit) =>
        unit.emit({ topic: 'events.changed', type: 'n', version: 1, key: 'k', payload: { origin: 'demo' } }),
      { now: story, traceId: 'abc' },
    );
    const { rows } = await sql<{ envelope: string }>`select envelope from platform_outbox`.execute(database.db);
    const envelope = JSON.parse(rows[0]!.envelope) as Record<string, string>;
    expect(envelope).toMatchObject({ at: '2025-12-31T16:00:00+08:00', traceId: 'abc', type: 'n', key: 'k' });
    expect(Number.parseInt(envelope['id']!.replaceAll('-', '').slice(0, 12), 16)).toBe(time.now().getTime());
  });

  it('gives up what it locked when its process stands still in it', async () => {
    const lock = sql`select from accounts where id = 1 for update skip locked`;
    let left = 0;
    const frozen = transact(
      async ({ tx }) => {
        await lock.execute(tx);
        await expect
          .poll(() => transact(async (other) => (left = (await lock.execute(other.tx)).rows.length)), within)
          .toBe(1);
        await lock.execute(tx);
      },
      { frozenMs: 100 },
    );
    await expect(frozen).rejects.toThrow(/connection|terminat/i);
    expect(left).toBe(1);
  });

  it('repeats after a deadlock, so that both of two crossing transfers happen once', async () => {
    const move = (from: number, to: number): Promise<void> =>
      transact(async (unit) => {
        await sql`update accounts set balance = balance - 1 where id = ${from}`.execute(unit.tx);
        await new Promise((resolve) => setTimeout(resolve, 30));
        await sql`update accounts set balance = balance + 1 where id = ${to}`.execute(unit.tx);
      });
    await Promise.all([move(1, 2), move(2, 1), move(1, 2)]);
    const rows = await database.db.selectFrom('accounts').selectAll().orderBy('id').execute();
    expect(rows.map((row) => row.balance)).toEqual([-1, 1]);
  });

  it('runs effects after the commit only, and a failing effect takes nothing back', async () => {
    const story: string[] = [];
    woken = () => void story.push('relay');
    await transact(async (unit) => {
      unit.afterCommit(() => {
        throw new Error('hint lost');
      });
      unit.afterCommit(() => void story.push('effect'));
      unit.emit({ topic: 'events.changed', type: 'n', version: 1, key: 'k', payload: 1 });
      story.push('work');
    });
    expect(story).toEqual(['work', 'relay', 'effect']);
    expect(await waiting()).toBe(1);
  });
});

describe('the outbox relay', () => {
  const relays: OutboxRelay[] = [];
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  });
  /** A bus that writes down what it got; `after` may fail when everything is published already. */
  function relayTo(after: (batch: OutgoingMessage[]) => Promise<void> | void, more = {}) {
    const published: unknown[] = [];
    const relay = createOutboxRelay({
      ...{ pool, newClient: () => new Client(database.appConfig), log: silentLog },
      backoff: { firstMs: 5, maxMs: 20 },
      bus: {
        publish: async (batch) => {
          published.push(...batch.map((message) => (JSON.parse(message.value) as { payload: unknown }).payload));
          await after(batch);
        },
      },
      ...more,
    });
    relays.push(relay);
    return { relay, published };
  }

  it('carries messages in their order, in batches, and empties the outbox', async () => {
    for (let n = 0; n < 25; n++) await emit(n);
    const sizes: number[] = [];
    const { relay, published } = relayTo((batch) => void sizes.push(batch.length), { batchSize: 10 });
    relay.start();
    await expect.poll(waiting, within).toBe(0);
    expect(published).toEqual(Array.from({ length: 25 }, (_unused, n) => n));
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('wakes at once after a commit of its process, whoever holds the lock', async () => {
    const leader = relayTo(() => undefined, { pollMs: 60_000 });
    leader.relay.start();
    await emit(0);
    await expect.poll(() => leader.published, within).toEqual([0]);
    const standby = relayTo(() => undefined, { pollMs: 60_000 });
    standby.relay.start();
    woken = () => leader.relay.wake();
    await emit(1);
    await expect.poll(() => leader.published, within).toEqual([0, 1]);
    woken = () => standby.relay.wake();
    await emit(2);
    await expect.poll(() => leader.published, within).toEqual([0, 1, 2]);
    expect(standby.published).toEqual([]);
  });

  it('goes on when the leader holds its lock and says nothing any more', async () => {
    const frozen = new Client(database.appConfig);
    const cut = new Promise((resolve) => frozen.on('error', resolve));
    await frozen.connect();
    await frozen.query('select pg_advisory_lock($1, 0)', [0x4855_0004]);
    const { relay, published } = relayTo(() => undefined, { frozenMs: 300, pollMs: 20 });
    relay.start();
    await emit(1);
    await expect.poll(() => published, within).toEqual([1]);
    await cut;
    await frozen.end().catch(() => undefined);
  });

  it('publishes again what was published but not marked when it broke: twice, never lost', async () => {
    let crashes = 1;
    const { relay, published } = relayTo(() => {
      if (crashes-- > 0) throw new Error('killed between publish and mark');
    });
    await emit(1);
    await emit(2);
    relay.start();
    await expect.poll(waiting, within).toBe(0);
    expect(published).toEqual([1, 2, 1, 2]);
  });

  it('keeps everything, in order, while the bus is away', async () => {
    let away = true;
    const { relay, published } = relayTo(() => {
      if (away) throw new Error('broker down');
    });
    relay.start();
    for (let n = 0; n < 5; n++) await emit(n);
    await expect.poll(() => published.length, within).toBeGreaterThan(3);
    expect(await waiting()).toBe(5);
    published.length = 0;
    away = false;
    await expect.poll(waiting, within).toBe(0);
    expect(published.slice(-5)).toEqual([0, 1, 2, 3, 4]);
  });

  it('hands over to a standby when it stops', async () => {
    const [first, second] = [relayTo(() => undefined), relayTo(() => undefined)];
    first.relay.start();
    await emit(1);
    await expect.poll(() => first.published, within).toEqual([1]);
    second.relay.start();
    await first.relay.stop();
    await emit(2);
    await expect.poll(() => second.published, within).toEqual([2]);
  });

  it('goes on after its connection was cut', async () => {
    const { relay, published } = relayTo(() => undefined);
    relay.start();
    await emit(1);
    await expect.poll(() => published, within).toEqual([1]);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%platform_outbox%' and pid <> pg_backend_pid()`.execute(
      database.ownerDb,
    );
    await expect
      .poll(
        () =>
          emit(2).then(
            () => true,
            () => false,
          ),
        within,
      )
      .toBe(true);
    await expect.poll(() => published, within).toContain(2);
  });
});

describe('the inbox', () => {
  it('lets each id pass once a group, also when two claim at the same time', async () => {
    const ids = Array.from({ length: 20 }, () => uuidv7(new Date()));
    const claims = await Promise.all(
      [ids, [...ids].reverse(), ids.slice(5)].map((some) =>
        transact((unit) => claimUnseen(unit.tx, 'readers', [...some, ...some])),
      ),
    );
    const all = claims.flatMap((claim) => [...claim]);
    expect(all.sort()).toEqual([...ids].sort());
    expect(await transact((unit) => claimUnseen(unit.tx, 'others', ids))).toEqual(new Set(ids));
    expect(await transact((unit) => claimUnseen(unit.tx, 'others', []))).toEqual(new Set());
  });

  it.each([
    { retentionDays: 7, forgotten: [60, 20, 9] },
    { retentionDays: 30, forgotten: [60] },
    { retentionDays: 1, forgotten: [60, 20, 9, 7] },
  ])('forgets what a bus of $retentionDays days has forgotten', async ({ retentionDays, forgotten }) => {
    const now = new Date('2026-03-10T00:00:00Z');
    const idOf = new Map([60, 20, 9, 7, 1].map((days) => [days, uuidv7(new Date(now.getTime() - days * 86_400_000))]));
    await sql`delete from platform_inbox`.execute(database.db);
    await transact((unit) => claimUnseen(unit.tx, 'old', [...idOf.values()]));
    expect(await pruneInbox(database.db, now, retentionDays)).toBe(forgotten.length);
    const unseen = await transact((unit) => claimUnseen(unit.tx, 'old', [...idOf.values()]));
    expect(unseen).toEqual(new Set(forgotten.map((days) => idOf.get(days))));
  });
});
