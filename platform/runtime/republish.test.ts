import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import { uuidv7 } from './ids.ts';
import { republish, waitingMessages, type Restate } from './republish.ts';

const NOW = new Date('2026-02-24T09:00:00+08:00');
const IDS = Array.from({ length: 1200 }, (_unused, n) => uuidv7(new Date(NOW.getTime() + n))).sort();
const WISH = {
  ...{ since: new Date(0), until: NOW, topic: 'tickets.changed', group: null },
  actor: { id: 'cli', name: '命令行', unitId: null, roles: [] },
};

/** 1,200 things: three pages. */
const restate: Restate<unknown> = (_tx, _range, after, limit) =>
  Promise.resolve(
    IDS.filter((id) => id > after)
      .slice(0, limit)
      .map((id) => ({
        id,
        message: { topic: 'tickets.changed', type: 'ticket.changed', version: 1, key: id, payload: {}, at: NOW },
      })),
  );

describe('saying much again', () => {
  let test: TestKernel<unknown>;
  beforeAll(async () => {
    test = await testKernel<unknown>({ now: NOW });
  });
  afterAll(() => test.close());
  const sayAgain = async (waits: number[]) => {
    let pauses = 0;
    const waiting = (): Promise<number> => Promise.resolve(waits.length > 1 ? waits.shift()! : waits[0]!);
    const pace = { waiting, pause: () => Promise.resolve(void pauses++) };
    return { count: await republish(test.kernel.transact, restate, WISH, pace), pauses };
  };

  it('does not wait while little is on its way', async () => {
    expect(await sayAgain([2000])).toEqual({ count: 1200, pauses: 0 });
  });

  it('lets what is on its way go first, page by page', async () => {
    expect(await sayAgain([9000, 5000, 1000, 2001, 0])).toEqual({ count: 1200, pauses: 3 });
  });

  it('goes on when nobody carries anything: the program is not running', async () => {
    expect(await sayAgain([9000])).toEqual({ count: 1200, pauses: 30 });
  });

  it('knows that nothing waits when all is read', async () => {
    await test.settle();
    expect(await waitingMessages(test.kernel.db, 'tickets.changed')).toBe(0);
  });
});
