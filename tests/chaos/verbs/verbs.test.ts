import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { shippedConfigFolder } from '../../../config/load.ts';
import { loadResponderBooks, type ResponderTables } from '../../../responder/index.ts';
import { testKernel, type TestKernel } from '../../harness/kernel.ts';
import { contend, type Contested } from './contend.ts';
import { judgeTimelines } from './replay-timeline.ts';

const books = loadResponderBooks(shippedConfigFolder());
const { max } = books.ticketRules.returns;
let test: TestKernel<ResponderTables>;
let result: Contested;
beforeAll(async () => {
  test = await testKernel<ResponderTables>({ now: new Date('2026-03-10T10:00:00+08:00') });
  const { db, transact } = test.kernel;
  const size = { seed: 7, workers: 16, verbs: 600, tickets: 3 };
  result = await contend({ ...{ db, transact, books, ...size }, now: () => test.time.now() });
}, 300_000);
afterAll(() => test.close());

describe('sixteen people at three tickets at once', () => {
  it('reach no illegal state and lose no act, as the timeline replays', async () => {
    expect(await judgeTimelines(test.kernel.db, result, max)).toEqual([]);
  });

  it('really worked, and really stood in each other’s way', () => {
    // How many get through depends on who is first; that some of many kinds did is what the checker needs.
    expect(result.done.length).toBeGreaterThan(20);
    expect(result.refused['conflict']).toBeGreaterThan(10);
    expect(new Set(result.done.map(({ verb }) => verb)).size).toBeGreaterThan(8);
  });

  it.each<[string, string]>([
    ['a state that nobody moved it to', `update responder_tickets set state = 'reviewed' where id = $`],
    ['an act that was written over', `update responder_tickets set reassign_count = reassign_count + 1 where id = $`],
    ['a revision that is missing', `update responder_tickets set revision = revision + 1 where id = $`],
  ])('the checker sees %s', async (_what, damage) => {
    const id = result.tickets[0]!;
    const [before, after] = damage.split('$');
    const rolledBack = new Error('rolled back');
    const seen: string[] = [];
    await test.kernel.db
      .transaction()
      .execute(async (tx) => {
        await sql`${sql.raw(before!)}${id}${sql.raw(after!)}`.execute(tx);
        seen.push(...(await judgeTimelines(tx, { ...result, tickets: [id] }, max)));
        throw rolledBack;
      })
      .catch((error: unknown) => {
        if (error !== rolledBack) throw error;
      });
    expect(seen.length).toBeGreaterThan(0);
  });
});
