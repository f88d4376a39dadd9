import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from './errors.ts';
import { drop, next, park, retry, type Outcome } from './outcome.ts';
import { workThrough, type WorkContext } from './work-through.ts';

/** A handler over numbers that fails whenever a poison is among them, and what became of everything. */
function kitchen(more: Partial<WorkContext<number>> = {}) {
  const handled: number[] = [];
  const parked: string[] = [];
  const counts: Record<string, number> = {};
  const pauses: number[] = [];
  let calls = 0;
  const context = (poison: number[] = []): WorkContext<number> => ({
    attempts: 3,
    handle: async (items) => {
      calls++;
      if (items.some((item) => poison.includes(item))) throw new Error('poison');
      handled.push(...items);
    },
    park: async (item, reason) => void parked.push(`${item} ${reason}`),
    count: (outcome, reason, n) => void (counts[`${outcome} ${reason}`] = (counts[`${outcome} ${reason}`] ?? 0) + n),
    backOff: async () => undefined,
    pause: async (ms) => void pauses.push(ms),
    stillOurs: async () => undefined,
    ...more,
  });
  return { handled, parked, counts, pauses, context, calls: () => calls };
}
const range = (n: number): number[] => Array.from({ length: n }, (_unused, i) => i);

describe('working through a batch', () => {
  it('does everything at once when nothing fails', async () => {
    const { context, handled, calls, counts } = kitchen();
    await workThrough(range(100), context());
    expect([handled, calls(), counts]).toEqual([range(100), 1, { 'next done': 100 }]);
  });

  it('parks exactly the poison and handles every other message once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 5 }),
        async (size, list) => {
          const poison = [...new Set(list.filter((item) => item < size))].sort((a, b) => a - b);
          const { context, handled, parked } = kitchen();
          await workThrough(range(size), context(poison));
          expect(handled).toEqual(range(size).filter((item) => !poison.includes(item)));
          expect(parked).toEqual(poison.map((item) => `${item} failed`));
        },
      ),
    );
  });

  it('never blames a message for an outage, however long it lasts', async () => {
    let outages = 50;
    const { context, parked, counts } = kitchen({
      handle: async () => {
        if (outages-- > 0) throw new AppError('unavailable', '数据库不可用');
      },
    });
    await workThrough([1, 2], context());
    expect([parked, counts]).toEqual([[], { 'next done': 2 }]);
  });

  it('carries outcomes out in order and delivers again from a retry on', async () => {
    const seen: number[][] = [];
    const answers: Outcome<unknown>[][] = [
      [next(1), drop('history'), park('unknown_unit', 'x'), retry(500, 'too_early'), next(1)],
      [next(1), next(1)],
    ];
    const { context, parked, pauses, counts } = kitchen({
      handle: async (items) => {
        seen.push(items);
        return answers.shift()!;
      },
    });
    await workThrough([1, 2, 3, 4, 5], context());
    expect(seen).toEqual([
      [1, 2, 3, 4, 5],
      [4, 5],
    ]);
    expect([parked, pauses]).toEqual([['3 unknown_unit'], [500]]);
    expect(counts).toEqual({ 'next done': 3, 'drop history': 1, 'retry too_early': 1 });
  });

  it('treats a wrong number of outcomes as a failure of the handler', async () => {
    const { context, parked } = kitchen({ handle: async () => [] });
    await workThrough([1], context());
    expect(parked).toEqual(['1 failed']);
  });

  it('lets go at once when the partition is no longer ours', async () => {
    const { context, parked, calls } = kitchen({ stillOurs: () => Promise.reject(new Error('taken away')) });
    await expect(workThrough([1], context())).rejects.toThrow('taken away');
    expect([parked, calls()]).toEqual([[], 0]);
  });
});
